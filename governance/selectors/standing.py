"""May this agent act at all? Never a flag: derived, in the decision's transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from agents.models import Agent, Ownership
from agents.selectors import ask_accountable, holding
from governance.models import Clearance, Fall, Halt, HaltScope, Run, Workflow
from governance.targets import action_target
from tenants.clock import RemitNow
from tenants.models.ready import Asked, Ready
from tenants.scoping import current_client_id


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


@dataclass(frozen=True, slots=True)
class AskedStanding:
    """What a standing is derived from, put off: see ``tenants.statements``."""

    agent: Agent
    ownership: Asked[Ownership]
    clearance: Asked[Clearance]
    halts: Asked[Halt]

    def derive(self, workflow: Workflow, *, rehearsed: bool = False) -> Standing:
        """Return the agent's standing for the workflow that this was asked about.

        A rehearsal needs no clearance: nothing leaves it.
        """
        ownership = self.ownership.first()
        clearance = self.clearance.first()
        halts = _halts(self.halts)
        reasons = [
            f"{halt.label} is halted: {halt.reason.rstrip('.')}" for halt in halts
        ]
        if ownership is None:
            reasons.append(f"nobody has accepted to answer for {self.agent.name}")
        if clearance is None and not rehearsed:
            reasons.append(
                f"{self.agent.name} has no live clearance for {workflow.title}"
            )
        return Standing(ownership, clearance, halts, tuple(reasons))


def standing(agent: Agent, workflow: Workflow, *, run: Run | None = None) -> Standing:
    """Return the agent's standing for a workflow, or for one run of it. One wait.

    A run is bound to the version of its clearance; a new run takes the newest.
    """
    if run is not None:
        asked = ask_standing(agent, run_id=run.id)
        return asked.derive(workflow, rehearsed=run.rehearsal)
    asked = AskedStanding(
        agent,
        ask_accountable(agent.id),
        _clearance_for.ask(agent=agent.id, workflow=workflow.id),
        _halts_of_workflow.ask(agent=agent.id, workflow=workflow.id),
    )
    return asked.derive(workflow)


def ask_standing(agent: Agent, *, run_id: UUID, action: str = "") -> AskedStanding:
    """Put off what an agent's standing for one run is derived from.

    ``action`` is the name of an action type, where it is about one: a halt of that
    stops nothing else.
    """
    kind = action_target(current_client_id(), action)
    return AskedStanding(
        agent,
        ask_accountable(agent.id),
        _clearance_in_run.ask(agent=agent.id, run=run_id),
        _halts_of_run.ask(agent=agent.id, run=run_id, action=kind),
    )


def live_clearances(agent: Agent) -> list[Clearance]:
    """Return the agent's clearances that are neither expired nor revoked."""
    rows = counting().filter(agent=agent)
    found = rows.select_related("workflow_version__workflow", "signed_by__user")
    return list(found.order_by("-signed_at", "-id"))


def counting() -> QuerySet[Clearance]:
    """Return the clearances that count now: signed, standing, and all of it ready."""
    return _live(Q(fell_at__isnull=True))


def _live(fallen: Q) -> QuerySet[Clearance]:
    now = RemitNow()
    # Whoever signed still answers: a clearance is that person's word.
    signer = holding().filter(agent=OuterRef("agent"), membership=OuterRef("signed_by"))
    return Clearance.objects.filter(
        fallen,
        Q(critical=False) | Q(countersigned_at__isnull=False),
        Exists(signer),
        revoked_at__isnull=True,
        signed_at__lte=now,
        expires_at__gt=now,
        readiness__ready_until__gt=now,
    )


def _newest(rows: QuerySet[Clearance]) -> QuerySet[Clearance]:
    found = rows.select_related("workflow_version")
    return found.order_by("-workflow_version__number", "-signed_at")[:1]


@Ready
def _clearance_for(agent: UUID, workflow: UUID) -> QuerySet[Clearance]:
    return _newest(counting().filter(agent=agent, workflow_version__workflow=workflow))


@Ready
def _clearance_in_run(agent: UUID, run: UUID) -> QuerySet[Clearance]:
    version = Run.objects.filter(id=run).values("workflow_version")
    # A newer version stops no run that is open: it is bound to the one it began with.
    going = _live(Q(fell_at__isnull=True) | Q(fell_because=Fall.WORKFLOW))
    return _newest(going.filter(agent=agent, workflow_version__in=version))


@Ready
def _halts_of_workflow(agent: UUID, workflow: UUID) -> QuerySet[Halt]:
    return _active(_reach(agent, Q(target_id=workflow)))


@Ready
def _halts_of_run(agent: UUID, run: UUID, action: UUID) -> QuerySet[Halt]:
    of_run = Run.objects.filter(id=run).values("workflow_version__workflow")
    reach = _reach(agent, Q(target_id__in=of_run))
    reach |= Q(scope=HaltScope.RUN, target_id=run)
    return _active(reach | Q(scope=HaltScope.ACTION_TYPE, target_id=action))


def _reach(agent: UUID, workflow: Q) -> Q:
    return (
        Q(scope=HaltScope.CLIENT)
        | Q(scope=HaltScope.AGENT, target_id=agent)
        | (Q(scope=HaltScope.WORKFLOW) & workflow)
    )


def _active(reach: Q) -> QuerySet[Halt]:
    return Halt.objects.filter(reach, lifted_at__isnull=True).order_by("set_at", "id")


def _halts(asked: Asked[Halt]) -> tuple[Halt, ...]:
    return tuple(asked.all())
