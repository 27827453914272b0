"""The app of the ledger."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The ledger and the views over history."""

    name = "audit"
    verbose_name = "Ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Be what ``tenants`` reports to."""
        from audit.ledger import record_happening
        from tenants.recording import bind

        bind(record_happening)
