"""Collecting all that readiness looks at, for one process and perhaps one agent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from agents.models import ActionType, Agent, OwnerRole, Reversibility
from agents.phrases import placeholders
from agents.selectors import current_action_types, owner_of_record
from governance.engine.effects import Effect
from governance.engine.partial import remaining
from governance.engine.rules import Rule
from governance.models import ReadinessPolicy, Workflow
from governance.procedure import Procedure
from governance.readiness import Act, Asked, Coverage, Due, Person, Situation
from governance.readiness import Agent as Working
from governance.selectors.boundaries import (
    compiled,
    current_boundary,
    current_guardrails,
)
from governance.selectors.readiness.drills import last_passed
from governance.selectors.readiness.policy import policy
from governance.selectors.readiness.reviews import boundary_due, ownership_due
from tenants.models import GroupMember, Membership
from tenants.selectors import active_people


def situation_of(
    procedure: Procedure, *, workflow: Workflow, agent: Agent | None, now: datetime
) -> Situation:
    """Return the situation of a process as it is now; about ten queries."""
    used = {step.action for step in procedure.steps if step.action}
    types = [one for one in current_action_types() if one.name in used]
    settled: ReadinessPolicy = policy()
    return Situation(
        now=now,
        procedure=procedure,
        agent=None if agent is None else _working(agent, workflow),
        people={one.user.email: _person(one) for one in active_people()},
        groups=_groups(),
        acts={one.name: _act(one) for one in types},
        coverage=_coverage(agent, workflow, types) if agent else {},
        reviews=_reviews(agent),
        grace_days=settled.grace_days,
        kept_days=settled.kept_days,
    )


def _working(agent: Agent, workflow: Workflow) -> Working:
    return Working(
        name=agent.name,
        owner=_holder(agent, OwnerRole.OWNER),
        deputy=_holder(agent, OwnerRole.DEPUTY),
        drilled_at=last_passed(agent, workflow),
    )


def _holder(agent: Agent, role: OwnerRole) -> Person | None:
    held = owner_of_record(agent.id, role=role)
    return None if held is None else _person(held.membership)


def _person(membership: Membership) -> Person:
    return Person(id=str(membership.id), name=membership.user.name)


def _groups() -> dict[str, tuple[Person, ...]]:
    rows = GroupMember.objects.filter(membership__is_active=True)
    found: dict[str, list[Person]] = defaultdict(list)
    for row in rows.select_related("group", "membership__user").order_by("id"):
        found[row.group.name].append(_person(row.membership))
    return {name: tuple(people) for name, people in found.items()}


def _act(declared: ActionType) -> Act:
    return Act(
        name=declared.name,
        irreversible=declared.reversibility == Reversibility.IRREVERSIBLE,
        can_be_asked=bool(declared.probe),
        speaks=bool(placeholders(declared.phrase)),
    )


def _coverage(
    agent: Agent, workflow: Workflow, types: Iterable[ActionType]
) -> dict[str, Coverage]:
    boundary = current_boundary()
    if boundary is None:
        return {}
    rules = compiled(boundary, guardrails=current_guardrails()).rules
    known = {
        "agent": {"id": str(agent.id), "name": agent.name},
        "workflow": {"key": workflow.key},
    }
    return {
        one.name: _covering(
            remaining(
                rules,
                agent=str(agent.id),
                workflow=workflow.key,
                action=one.name,
                known=known,
            )
        )
        for one in types
    }


def _covering(left: Sequence[Rule]) -> Coverage:
    lenient = [rule for rule in left if rule.effect is Effect.ALLOW]
    # A limit without conditions binds whatever else allows the action.
    bound = any(rule.limit is not None and rule.conditions is None for rule in left)
    return Coverage(
        lenient=tuple(rule.title for rule in lenient),
        limited=bound or all(rule.limit is not None for rule in lenient),
        asked=tuple(
            Asked(
                group=rule.obligation.group,
                quorum=rule.obligation.quorum,
                four_eyes=rule.obligation.kind == "four_eyes",
            )
            for rule in left
            if rule.obligation is not None
        ),
    )


def _reviews(agent: Agent | None) -> tuple[Due, ...]:
    boundary = current_boundary()
    due = []
    held = None if agent is None else owner_of_record(agent.id)
    if held is not None:
        name = held.membership.user.name
        due.append(Due(f"{name}'s word for {held.agent.name}", ownership_due(held)))
    if boundary is not None:
        due.append(Due("The boundaries", boundary_due(boundary)))
    return tuple(due)
