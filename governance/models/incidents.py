"""What stopped midway, and the ticket that somebody answers."""

from django.db import models

from governance.escalation import PlannedStep, read_plan
from governance.procedure import Disposition
from governance.severity import Severity
from governance.states import UNRESOLVED, TicketState
from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned

DISPOSITIONS = [(one.value, one.value) for one in Disposition]
TICKET_STATES = [(state.value, state.value) for state in TicketState]
_UNRESOLVED = [state.value for state in UNRESOLVED]


class Ticket(ClientOwned):
    """An incident: what happened, who has it, by when, and what was learnt.

    ``reason`` is a halt reason or an occasion (``governance.severity``), and ``key``
    what it is about where there is one at a time: "refused:<agent>".

    ``chain`` says who is told when, as it was when it was opened; ``look_at`` is when
    the platform looks at it next: to tell somebody, to let an acknowledgement lapse, or
    to say that it is overdue. What was missed stays missed.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=40, default="", db_default="")
    key = models.CharField(max_length=80, blank=True, default="", db_default="")
    severity = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(
        max_length=12, choices=TICKET_STATES, default=TicketState.OPEN.value
    )
    owner = to_client_owned("tenants.Membership")
    opened_by = to_client_owned("tenants.Membership", null=True)
    agent = to_client_owned("agents.Agent", null=True)
    run = to_client_owned("governance.Run", null=True)
    action = to_client_owned("governance.Action", null=True)
    duplicate_of = to_client_owned("governance.Ticket", null=True)
    opened_at = models.DateTimeField()
    chain = models.JSONField(default=list, db_default=[])
    told = models.PositiveSmallIntegerField(
        null=True, help_text="After which share of the time people were last told."
    )
    look_at = models.DateTimeField(null=True)
    acknowledge_by = models.DateTimeField()
    acknowledge_missed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = to_client_owned("tenants.Membership", null=True)
    lapses_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(help_text="By when it is to be resolved.")
    deadline_missed_at = models.DateTimeField(null=True)
    at_deadline = models.TextField(help_text="What happens if nobody acts until then.")
    mitigated_at = models.DateTimeField(null=True)
    mitigation = models.TextField(blank=True, default="", db_default="")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True)
    review_by = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)

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
                condition=models.Q(state__in=_UNRESOLVED),
                name="ticket_one_open_per_action",
            ),
            models.UniqueConstraint(
                fields=["client", "key"],
                condition=models.Q(state__in=_UNRESOLVED) & ~models.Q(key=""),
                name="ticket_one_open_per_key",
            ),
        )
        indexes = (
            # What the platform has to look at.
            models.Index(
                fields=["look_at"],
                condition=models.Q(look_at__isnull=False),
                name="ticket_due",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether it is not resolved yet."""
        return self.state in UNRESOLVED

    @property
    def rated(self) -> Severity:
        """How severe it is."""
        return Severity(self.severity)

    @property
    def planned(self) -> tuple[PlannedStep, ...]:
        """Who is told when."""
        return read_plan(self.chain)

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
