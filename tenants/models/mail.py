"""What people are told by mail."""

from django.db import models

from tenants.identifiers import uuid7


class MailKind(models.TextChoices):
    """What a mail is about; ``templates/mail`` has the words."""

    INVITATION = "invitation", "Invitation"
    FIRST_PASSWORD = "first_password", "First password"
    PASSWORD_RESET = "password_reset", "Password reset"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SECOND_FACTOR = "second_factor", "Second factor changed"
    AGENT_STOPPED = "agent_stopped", "Agent stopped"
    OWNER_NAMED = "owner_named", "Named to answer for an agent"
    OWNER_REPLACED = "owner_replaced", "Somebody else answers for an agent"
    REVIEW_DUE = "review_due", "Review due"
    CHECKPOINT = "checkpoint", "Something to decide"
    TICKET = "ticket", "Incident"
    PLATFORM_INCIDENT = "platform_incident", "Incident of the platform"


class Mail(models.Model):
    """A mail to be sent, written in the transaction of what it tells.

    Global, since whom it is for may belong to no client. It names what it is about
    by ids: the words, and the link with its secret, are made when it is sent. Only
    the mailbox of a demo keeps them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=MailKind)
    to = models.EmailField()
    about = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True, help_text="When it is tried next; empty when nothing is left to do."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    subject = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=MailKind.values), name="mail_kind_known"
            ),
        )
        indexes = (
            # Finds what is to be sent.
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="mail_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.to}"
