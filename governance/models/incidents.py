"""What stopped midway, and the ticket that somebody answers."""

from django.db import models

from governance.procedure import Disposition
from governance.states import TicketState
from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned

DISPOSITIONS = [(one.value, one.value) for one in Disposition]
TICKET_STATES = [(state.value, state.value) for state in TicketState]


class Ticket(ClientOwned):
    """An incident: what happened, who has it, by when."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    severity = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(
        max_length=8, choices=TICKET_STATES, default=TicketState.OPEN.value
    )
    owner = to_client_owned("tenants.Membership")
    run = to_client_owned("governance.Run", null=True)
    action = to_client_owned("governance.Action", null=True)
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    at_deadline = models.TextField(help_text="What happens if nobody acts until then.")
    closed_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "number"], name="ticket_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in TicketState]),
                name="ticket_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=4),
                name="ticket_severity_known",
            ),
            models.UniqueConstraint(
                fields=["client", "action"],
                condition=models.Q(state=TicketState.OPEN.value),
                name="ticket_one_open_per_action",
            ),
        )

    def __str__(self) -> str:
        return f"ticket {self.number}"


class Interruption(ClientOwned):
    """A run that stopped midway: why, where, what is known, who has it, by when."""

    run = to_client_owned("governance.Run", related_name="interruptions")
    action = to_client_owned("governance.Action", null=True)
    code = models.CharField(max_length=40)
    cause = models.TextField()
    last_safe_point = models.CharField(max_length=200)
    side_effects = models.CharField(max_length=10)
    known = models.JSONField(default=list)
    unknown = models.JSONField(default=list)
    then = models.CharField(
        max_length=12,
        choices=DISPOSITIONS,
        default=Disposition.HAND_OVER.value,
        db_default=Disposition.HAND_OVER.value,
        help_text="What its process says, or the platform usually does.",
    )
    disposition = models.TextField()
    person = to_client_owned("tenants.Membership")
    ticket = to_client_owned("governance.Ticket")
    interrupted_at = models.DateTimeField()
    deadline = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(then__in=[one.value for one in Disposition]),
                name="interruption_then_known",
            ),
        )

    def __str__(self) -> str:
        return self.cause
