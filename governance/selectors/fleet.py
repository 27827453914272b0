"""Reads: the client's agents, who answers for each, and what a halt would stop."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from agents.models import ActionType, Agent, AgentKey, OwnerRole, Ownership
from agents.selectors import (
    agent_by_id,
    current_action_types,
    keys_of,
    live_keys,
    ownerships,
)
from governance.models import (
    Action,
    BoundaryVersion,
    Clearance,
    Halt,
    HaltScope,
    Run,
)
from governance.selectors.attention import stopped_runs
from governance.selectors.boundaries import current_boundary
from governance.selectors.clearances import clearances_of
from governance.selectors.standing import counting
from governance.states import ActionStatus, RunState
from tenants.clock import RemitNow
from tenants.models import Membership

MOST_ACTIONS = 20
_MOST_HALTS = 5
_MOVING = [
    ActionStatus.WAITING,
    ActionStatus.AUTHORIZED,
    ActionStatus.RUNNING,
    ActionStatus.UNKNOWN,
]


@dataclass(frozen=True, slots=True)
class Member:
    """One agent of the fleet: who answers for it, what clears it, what stops it.

    ``reasons`` say why it may not act, as ``standing`` would for each workflow;
    ``stopped_runs`` stopped midway and somebody still has to see to them.
    """

    agent: Agent
    owner: Ownership | None
    deputy: Ownership | None
    clearances: tuple[Clearance, ...]
    halts: tuple[Halt, ...]
    reasons: tuple[str, ...]
    open_runs: int
    stopped_runs: int

    @property
    def may_act(self) -> bool:
        """Whether there is a workflow on which nothing stands against it."""
        return not self.reasons

    @property
    def cleared_until(self) -> datetime | None:
        """Return when the last of its live clearances ends."""
        ends = (clearance.expires_at for clearance in self.clearances)
        return max(ends, default=None)

    @property
    def halt(self) -> Halt | None:
        """Return the halt of this agent itself, which is lifted on its page."""
        own = (halt for halt in self.halts if halt.scope == HaltScope.AGENT)
        return next(own, None)


@dataclass(frozen=True, slots=True)
class Moving:
    """What of an agent, or of all, is under way, so what a halt would find.

    ``waiting`` for a person, ``due`` and not sent, ``sent`` and not answered, or
    ``unknown``: the last two are beyond recall.
    """

    waiting: int
    due: int
    sent: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that one agent's page shows."""

    member: Member
    ownerships: list[Ownership]
    clearances: list[Clearance]
    boundary: BoundaryVersion | None
    action_types: list[ActionType]
    keys: list[AgentKey]
    live_keys: list[AgentKey]
    actions: list[Action]
    past_halts: list[Halt]
    moving: Moving

    def offered_to(self, membership: Membership) -> Ownership | None:
        """Return what this person was named for and has yet to accept."""
        offers = (
            one
            for one in self.ownerships
            if one.membership_id == membership.id
            and one.accepted_at is None
            and one.until is None
        )
        return next(offers, None)


def agents_by_name() -> list[Agent]:
    """Return the client's agents, by name."""
    return list(Agent.objects.order_by("name", "id"))


def fleet() -> list[Member]:
    """Return the client's agents by name. Six queries, however many there are."""
    return _members(list(Agent.objects.order_by("name", "id")))


def portrait(agent_id: UUID) -> Portrait:
    """Return all about one agent. Fifteen queries.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    agent = agent_by_id(agent_id)
    return Portrait(
        member=_members([agent])[0],
        ownerships=ownerships(agent),
        clearances=clearances_of(agent),
        boundary=current_boundary(),
        action_types=current_action_types(),
        keys=keys_of(agent),
        live_keys=live_keys(agent),
        actions=_last_actions(agent),
        past_halts=_past_halts(agent),
        moving=moving(Action.objects.filter(agent=agent)),
    )


def _last_actions(agent: Agent) -> list[Action]:
    rows = Action.objects.filter(agent=agent).select_related("run")
    return list(rows.order_by("-id")[:MOST_ACTIONS])


def _past_halts(agent: Agent) -> list[Halt]:
    rows = Halt.objects.filter(
        scope=HaltScope.AGENT, target_id=agent.id, lifted_at__isnull=False
    )
    told = rows.select_related(
        "set_by__user",
        "set_by_lead",
        "set_by_agent",
        "lifted_by__user",
        "lifted_by_lead",
    )
    return list(told.order_by("-lifted_at", "-id")[:_MOST_HALTS])


def moving(actions: QuerySet[Action]) -> Moving:
    """Return what of some actions is under way. One query."""
    rows = (
        actions.filter(status__in=_MOVING)
        .values_list("status")
        .annotate(count=Count("id"), sent=Count("intents"))
    )
    found = {status: (count, sent) for status, count, sent in rows}
    carried, sent = found.get(ActionStatus.RUNNING, (0, 0))
    return Moving(
        waiting=found.get(ActionStatus.WAITING, (0, 0))[0],
        due=found.get(ActionStatus.AUTHORIZED, (0, 0))[0] + carried - sent,
        sent=sent,
        unknown=found.get(ActionStatus.UNKNOWN, (0, 0))[0],
    )


def _members(agents: Sequence[Agent]) -> list[Member]:
    """Return what stands for and against each agent. Five queries, for any number."""
    accepted, cleared = _accepted(agents), _cleared(agents)
    halts = _halts()
    running = _per_agent(Run.objects.filter(state=RunState.RUNNING), agents)
    stopped = _per_agent(stopped_runs(), agents)
    members = []
    for agent in agents:
        owner = accepted.get((agent.id, OwnerRole.OWNER))
        clearances = tuple(cleared[agent.id])
        reaching = _reaching(agent, clearances, halts)
        member = Member(
            agent=agent,
            owner=owner,
            deputy=accepted.get((agent.id, OwnerRole.DEPUTY)),
            clearances=clearances,
            halts=reaching,
            reasons=_reasons(agent, owner, clearances, reaching),
            open_runs=running.get(agent.id, 0),
            stopped_runs=stopped.get(agent.id, 0),
        )
        members.append(member)
    return members


def _per_agent(runs: QuerySet[Run], agents: Sequence[Agent]) -> dict[UUID, int]:
    counted = runs.filter(agent__in=agents).values_list("agent_id")
    return dict(counted.annotate(count=Count("id")))


def _accepted(agents: Sequence[Agent]) -> dict[tuple[UUID, str], Ownership]:
    now = RemitNow()
    rows = Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        agent__in=agents,
        accepted_at__lte=now,
        membership__is_active=True,
    ).select_related("membership__user")
    # The newest comes last and stays, as it is who ``accountable`` names.
    return {(row.agent_id, row.role): row for row in rows.order_by("accepted_at")}


def _cleared(agents: Sequence[Agent]) -> dict[UUID, list[Clearance]]:
    rows = counting().filter(agent__in=agents)
    rows = rows.select_related("workflow_version__workflow")
    found: dict[UUID, list[Clearance]] = defaultdict(list)
    for row in rows.order_by("-expires_at", "-id"):
        found[row.agent_id].append(row)
    return found


def _halts() -> list[Halt]:
    rows = Halt.objects.filter(lifted_at__isnull=True).exclude(scope=HaltScope.RUN)
    return list(
        rows.select_related("set_by__user", "set_by_lead", "set_by_agent").order_by(
            "set_at", "id"
        )
    )


def _reaching(
    agent: Agent, clearances: Sequence[Clearance], halts: Sequence[Halt]
) -> tuple[Halt, ...]:
    workflows = _workflows(clearances)
    return tuple(
        halt
        for halt in halts
        if halt.scope == HaltScope.CLIENT
        or (halt.scope == HaltScope.AGENT and halt.target_id == agent.id)
        or (halt.scope == HaltScope.WORKFLOW and halt.target_id in workflows)
    )


def _workflows(clearances: Sequence[Clearance]) -> set[UUID]:
    return {clearance.workflow_version.workflow_id for clearance in clearances}


def _reasons(
    agent: Agent,
    owner: Ownership | None,
    clearances: Sequence[Clearance],
    halts: Sequence[Halt],
) -> tuple[str, ...]:
    whole = [halt for halt in halts if halt.scope != HaltScope.WORKFLOW]
    halted = {halt.target_id for halt in halts if halt.scope == HaltScope.WORKFLOW}
    # A halted workflow leaves an agent its others.
    counted = halts if halted and halted >= _workflows(clearances) else whole
    reasons = [f"{one.label} is halted: {one.reason.rstrip('.')}" for one in counted]
    if owner is None:
        reasons.append(f"nobody has accepted to answer for {agent.name}")
    if not clearances:
        reasons.append(f"{agent.name} has no live clearance")
    return tuple(reasons)
