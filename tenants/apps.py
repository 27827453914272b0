"""The app of clients and people."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Clients, people, membership and the scope."""

    name = "tenants"
    verbose_name = "Clients and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the start-up check, and the task that a web process rings for."""
        from tenants import checks, tasks  # noqa: F401 - register themselves
