"""The app of clients and people."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Clients, people, membership and the scope."""

    name = "tenants"
    verbose_name = "Clients and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the start-up check."""
        from tenants import checks  # noqa: F401 - registers itself
