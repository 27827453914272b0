"""What stops: a halt, who set it, and who lifted it."""

from typing import Any

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class HaltScope(models.TextChoices):
    """How far a halt reaches."""

    CLIENT = "client", "the whole client"
    AGENT = "agent", "one agent"
    WORKFLOW = "workflow", "one workflow"
    RUN = "run", "one run"
    ACTION_TYPE = "action_type", "one action type"


_LIFTED = models.Q(lifted_at__isnull=False)
_ASKED = models.Q(lift_asked_at__isnull=False)


def _one_of(*fields: str) -> models.Q:
    """Return that exactly one of these is there."""
    found = models.Q()
    for one in fields:
        found |= models.Q(**{f"{name}__isnull": name != one for name in fields})
    return found


def _none_of(*fields: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": True for name in fields})


def _lead() -> Any:
    # A governance lead works at no client, so has no membership there.
    return models.ForeignKey(
        "tenants.User", on_delete=models.PROTECT, related_name="+", null=True
    )


def _person() -> Any:
    return to_client_owned("tenants.Membership", null=True)


class Halt(ClientOwned):
    """A stop, effective at the next gate until somebody lifts it.

    Who set it works at the client, is a governance lead, or is the agent itself. Where
    the client demands two people for lifting, one asks and another one lifts.
    """

    scope = models.CharField(max_length=12, choices=HaltScope)
    target_id = models.UUIDField(
        help_text="The client, agent, workflow or run; of an action type see targets."
    )
    label = models.CharField(max_length=200)
    reason = models.TextField()
    set_by = _person()
    set_by_lead = _lead()
    set_by_agent = to_client_owned("agents.Agent", null=True)
    set_at = models.DateTimeField()
    lift_asked_by = _person()
    lift_asked_by_lead = _lead()
    lift_asked_at = models.DateTimeField(null=True)
    lift_asked_reason = models.TextField(blank=True, default="", db_default="")
    lifted_by = _person()
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
                condition=_one_of("set_by", "set_by_lead", "set_by_agent"),
                name="halt_set_by_one",
            ),
            models.CheckConstraint(
                condition=(_ASKED & _one_of("lift_asked_by", "lift_asked_by_lead"))
                | (~_ASKED & _none_of("lift_asked_by", "lift_asked_by_lead")),
                name="halt_lift_asked_by_one_person",
            ),
            models.CheckConstraint(
                condition=(_LIFTED & _one_of("lifted_by", "lifted_by_lead"))
                | (~_LIFTED & _none_of("lifted_by", "lifted_by_lead")),
                name="halt_lifted_by_one_person",
            ),
        )

    def __str__(self) -> str:
        return f"halt of {self.label}"

    def setter(self) -> str:
        """Return who set it. Costs a query unless the people are loaded."""
        if self.set_by_agent is not None:
            return f"{self.set_by_agent.name} itself"
        return _name(self.set_by, self.set_by_lead)

    def asker(self) -> str:
        """Return who asked to lift it. Costs a query unless the people are loaded."""
        return _name(self.lift_asked_by, self.lift_asked_by_lead)

    def lifter(self) -> str:
        """Return who lifted it. Costs a query unless the people are loaded."""
        return _name(self.lifted_by, self.lifted_by_lead)


def _name(member: Any, lead: Any) -> str:
    return f"{lead.name} (governance lead)" if lead else str(member.user.name)
