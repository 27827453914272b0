"""May this agent act at all? Never a flag: derived, in the decision's transaction."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from agents.models import Agent, Ownership
from agents.selectors import accountable
from governance.models import Clearance, Halt, HaltScope, Run, Workflow
from tenants.clock import RemitNow


@dataclass(frozen=True, slots=True)
class Standing:
    """Who answers for the agent, what clears it, and what stops it."""

    ownership: Ownership | None
    clearance: Clearance | None
    halts: tuple[Halt, ...]
    reasons: tuple[str, ...]

    @property
    def may_act(self) -> bool:
        """Whether nothing stands against acting."""
        return not self.reasons


def standing(agent: Agent, workflow: Workflow, *, run: Run | None = None) -> Standing:
    """Return the agent's standing for a workflow, or for one run of it. Three queries.

    A run is bound to the version of its clearance; a new run takes the newest.
    """
    ownership = accountable(agent.id)
    clearance = _clearance(agent, workflow, run)
    halts = tuple(_halts(agent, workflow, run))
    reasons = [f"{halt.label} is halted: {halt.reason.rstrip('.')}" for halt in halts]
    if ownership is None:
        reasons.append(f"nobody has accepted to answer for {agent.name}")
    if clearance is None:
        reasons.append(f"{agent.name} has no live clearance for {workflow.title}")
    return Standing(ownership, clearance, halts, tuple(reasons))


def live_clearances(agent: Agent) -> list[Clearance]:
    """Return the agent's clearances that are neither expired nor revoked."""
    rows = _live().filter(agent=agent)
    found = rows.select_related("workflow_version__workflow", "signed_by__user")
    return list(found.order_by("-signed_at", "-id"))


def _live() -> QuerySet[Clearance]:
    now = RemitNow()
    return Clearance.objects.filter(
        revoked_at__isnull=True, signed_at__lte=now, expires_at__gt=now
    )


def _clearance(agent: Agent, workflow: Workflow, run: Run | None) -> Clearance | None:
    rows = _live().filter(agent=agent, workflow_version__workflow=workflow)
    if run is not None:
        rows = rows.filter(workflow_version=run.workflow_version_id)
    found = rows.select_related("workflow_version")
    return found.order_by("-workflow_version__number", "-signed_at").first()


def _halts(agent: Agent, workflow: Workflow, run: Run | None) -> QuerySet[Halt]:
    reach = (
        Q(scope=HaltScope.CLIENT)
        | Q(scope=HaltScope.AGENT, target_id=agent.id)
        | Q(scope=HaltScope.WORKFLOW, target_id=workflow.id)
    )
    if run is not None:
        reach |= Q(scope=HaltScope.RUN, target_id=run.id)
    return Halt.objects.filter(reach, lifted_at__isnull=True).order_by("set_at", "id")
