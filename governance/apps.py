"""The app of decisions and what follows from them."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """What agents ask, what is allowed, who decided, what happened, what then."""

    name = "governance"
    verbose_name = "Boundaries and work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the tasks, and follow what happens to people and mails."""
        from governance import tasks  # noqa: F401 - so that all can ring the doorbell
        from governance.services import notifying, tickets
        from governance.services.following import look_again
        from governance.services.letters import checkpoint_letter
        from governance.services.ticket_letters import ticket_letter
        from tenants.following import follow, follow_mails
        from tenants.models import MailKind
        from tenants.services.letters import compose_with

        follow(look_again)
        compose_with(MailKind.CHECKPOINT, checkpoint_letter)
        follow_mails(MailKind.CHECKPOINT, notifying.keep_delivery)
        compose_with(MailKind.TICKET, ticket_letter)
        follow_mails(MailKind.TICKET, tickets.keep_delivery)
