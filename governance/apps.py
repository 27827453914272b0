"""The app of decisions and what follows from them."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """What agents ask, what is allowed, who decided, what happened, what then."""

    name = "governance"
    verbose_name = "Boundaries and work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the tasks, and look at readiness whenever people change."""
        from governance import tasks  # noqa: F401 - so that all can ring the doorbell
        from governance.services.following import look_again
        from tenants.following import follow

        follow(look_again)
