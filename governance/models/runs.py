"""Executions of a workflow, and what the agent says while it works."""

from django.db import models

from governance.states import RunState
from tenants.models import ClientOwned, to_client_owned

RUN_STATES = [(state.value, state.value) for state in RunState]


class Numbering(ClientOwned):
    """The last number given to a kind of thing, so that people can say "run 1042"."""

    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "kind"], name="numbering_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class Run(ClientOwned):
    """One execution of a workflow version by an agent."""

    number = models.PositiveIntegerField()
    agent = to_client_owned("agents.Agent")
    workflow_version = to_client_owned("governance.WorkflowVersion")
    ownership = to_client_owned("agents.Ownership")
    clearance = to_client_owned("governance.Clearance", null=True)
    rehearsal = models.BooleanField(
        default=False,
        help_text="A halt drill's: needs no clearance, and no action is let through.",
    )
    subject = models.CharField(max_length=200, blank=True)
    input = models.JSONField(default=dict)
    single = models.BooleanField(
        default=False,
        help_text="Opened by one action that came without a run, and ends with it.",
    )
    state = models.CharField(
        max_length=12, choices=RUN_STATES, default=RunState.RUNNING.value
    )
    fence = models.PositiveBigIntegerField(default=1)
    lease_until = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(
        default=0, help_text="Of the newest heartbeat; an older one changes nothing."
    )
    save_point = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    traceparent = models.CharField(
        max_length=55, blank=True, help_text="The trace in which it was opened."
    )

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "number"], name="run_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in RunState]),
                name="run_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(clearance__isnull=False) | models.Q(rehearsal=True),
                name="run_cleared_unless_rehearsed",
            ),
        )
        indexes = (
            # The sweeper's: runs whose agent may have stopped.
            models.Index(
                fields=["lease_until"],
                name="run_leases",
                condition=models.Q(state=RunState.RUNNING.value),
            ),
        )

    def __str__(self) -> str:
        return f"run {self.number}"


class RunNote(ClientOwned):
    """The agent's own trace: what it read, concluded, decided not to do."""

    run = to_client_owned("governance.Run", related_name="notes")
    text = models.TextField()
    data = models.JSONField(default=dict)
    noted_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        pass

    def __str__(self) -> str:
        return self.text
