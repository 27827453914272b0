"""What stops, what stopped midway, and the ticket that somebody answers."""

from typing import Any

from django.db import models

from governance.states import TicketState
from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned

TICKET_STATES = [(state.value, state.value) for state in TicketState]


class HaltScope(models.TextChoices):
    """How far a halt reaches."""

    CLIENT = "client", "the whole client"
    AGENT = "agent", "one agent"
    WORKFLOW = "workflow", "one workflow"
    RUN = "run", "one run"


_LIFTED = models.Q(lifted_at__isnull=False)


def _one_person(field: str) -> models.Q:
    member, lead = f"{field}__isnull", f"{field}_lead__isnull"
    return models.Q(**{member: False, lead: True}) | models.Q(
        **{member: True, lead: False}
    )


def _nobody(field: str) -> models.Q:
    return models.Q(**{f"{field}__isnull": True, f"{field}_lead__isnull": True})


def _lead() -> Any:
    # A governance lead works at no client, so has no membership there.
    return models.ForeignKey(
        "tenants.User", on_delete=models.PROTECT, related_name="+", null=True
    )


class Halt(ClientOwned):
    """A stop, effective at the next gate until somebody lifts it.

    Who set or lifted it works at the client, or is a governance lead.
    """

    scope = models.CharField(max_length=10, choices=HaltScope)
    target_id = models.UUIDField(help_text="The client, agent, workflow or run.")
    label = models.CharField(max_length=200)
    reason = models.TextField()
    set_by = to_client_owned("tenants.Membership", null=True)
    set_by_lead = _lead()
    set_at = models.DateTimeField()
    lifted_by = to_client_owned("tenants.Membership", null=True)
    lifted_by_lead = _lead()
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.TextField(blank=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(scope__in=HaltScope.values), name="halt_scope_known"
            ),
            models.UniqueConstraint(
                fields=["client", "scope", "target_id"],
                condition=models.Q(lifted_at__isnull=True),
                name="halt_once_while_active",
            ),
            models.CheckConstraint(
                condition=_one_person("set_by"),
                name="halt_set_by_one_person",
            ),
            models.CheckConstraint(
                condition=(_LIFTED & _one_person("lifted_by"))
                | (~_LIFTED & _nobody("lifted_by")),
                name="halt_lifted_by_one_person",
            ),
        )

    def __str__(self) -> str:
        return f"halt of {self.label}"

    def setter(self) -> str:
        """Return who set it. Costs a query unless the people are loaded."""
        return _name(self.set_by, self.set_by_lead)

    def lifter(self) -> str:
        """Return who lifted it. Costs a query unless the people are loaded."""
        return _name(self.lifted_by, self.lifted_by_lead)


def _name(member: Any, lead: Any) -> str:
    return f"{lead.name} (governance lead)" if lead else str(member.user.name)


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
    disposition = models.TextField()
    person = to_client_owned("tenants.Membership")
    ticket = to_client_owned("governance.Ticket")
    interrupted_at = models.DateTimeField()
    deadline = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        pass

    def __str__(self) -> str:
        return self.cause
