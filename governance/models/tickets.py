"""What belongs to a ticket: who was told, what is to be done, what is kept."""

from django.db import models

from governance.escalation import Place
from governance.models.notices import Notice, NoticeOutcome
from governance.severity import told_because
from tenants.models import ClientOwned, to_client_owned


class TicketNotice(Notice):
    """Somebody who was told of a ticket; the time is that to acknowledge it."""

    ticket = to_client_owned("governance.Ticket", related_name="notices")

    class Meta(Notice.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(place__in=[place.value for place in Place]),
                name="ticket_notice_place_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=NoticeOutcome.values),
                name="ticket_notice_outcome_known",
            ),
        )

    @property
    def wording(self) -> str:
        """Why the person was told then: "it was opened"."""
        return told_because(self.after)

    def __str__(self) -> str:
        return f"notice of ticket {self.ticket_id}"


class TicketTask(ClientOwned):
    """Something that somebody has to do because of an incident, by a day."""

    ticket = to_client_owned("governance.Ticket", related_name="tasks")
    text = models.CharField(max_length=400)
    owner = to_client_owned("tenants.Membership")
    due_on = models.DateField()
    made_by = to_client_owned("tenants.Membership")
    made_at = models.DateTimeField()
    done_by = to_client_owned("tenants.Membership", null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text


class PostMortem(ClientOwned):
    """What was learnt from an incident, written once, when it is over."""

    ticket = to_client_owned("governance.Ticket", related_name="post_mortems")
    happened = models.TextField()
    factors = models.TextField()
    went_well = models.TextField(blank=True)
    written_by = to_client_owned("tenants.Membership")
    written_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "ticket"], name="post_mortem_once"
            ),
        )

    def __str__(self) -> str:
        return f"post-mortem of ticket {self.ticket_id}"


class Evidence(ClientOwned):
    """Something as it was when a ticket was opened.

    ``digest`` is the SHA-256 of the canonical JSON of ``content`` (RFC 8785).
    """

    ticket = to_client_owned("governance.Ticket", related_name="evidence")
    title = models.CharField(max_length=120)
    content = models.JSONField()
    digest = models.CharField(max_length=80)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class RuleFromTicket(ClientOwned):
    """A rule that was drafted because of an incident; ``key`` is the rule's."""

    ticket = to_client_owned("governance.Ticket", related_name="rules")
    key = models.SlugField(max_length=60)
    replay = to_client_owned("governance.ReplayJob", null=True)
    drafted_by = to_client_owned("tenants.Membership")
    drafted_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "key"], name="rule_from_one_ticket"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} from ticket {self.ticket_id}"
