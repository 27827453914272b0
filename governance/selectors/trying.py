"""Reads: what the rules would say of an action that nobody has asked for.

Nothing is recorded, and nothing is reserved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from agents.models import ActionType, Agent
from agents.schemas import first_fault
from governance.engine.boundary import Boundary, compile_boundary, with_exhausted
from governance.engine.document import DocumentError
from governance.engine.verdict import LimitDemand, Verdict
from governance.engine.windows import bucket_width, rolling_length
from governance.models import LimitBucket, LimitUse
from governance.selectors.boundaries import (
    compiled,
    current_boundary,
    current_guardrails,
    draft_document,
)
from governance.selectors.facts import look_up
from governance.selectors.limits import unit_of, window_key
from governance.selectors.questions import Wanted
from tenants.errors import Invalid
from tenants.selectors import ask_moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where an action would be asked for, and about what."""

    agent: Agent
    workflow: str
    step: str = ""
    resource_type: str = ""
    resource_id: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A limit that would count the action, and what is taken of it already."""

    demand: LimitDemand
    spent: Decimal

    @property
    def is_enough(self) -> bool:
        """Whether there is room for the action."""
        return self.spent + self.demand.amount <= self.demand.cap


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules say, and on what they say so. `version` is 0 for drafted rules."""

    verdict: Verdict
    rooms: tuple[Room, ...]
    facts: Mapping[str, Any]
    version: int
    looks_back: bool


def try_out(
    action_type: ActionType,
    parameters: Any,
    *,
    place: Place,
    draft: bool,
) -> Trial:
    """Return what the rules would say of an action now.

    Raises:
        Invalid: the parameters do not fit, or there are no rules that could be asked.
    """
    fault = first_fault(action_type.schema, parameters, at="parameters")
    if fault is not None:
        raise Invalid(f"{fault.path}: {fault.message}", field="parameters")
    boundary, version = _rules(draft=draft)
    facts = look_up(action_type, parameters, resource_id=place.resource_id)
    today = ask_moment().today()
    wanted = Wanted(
        agent_id=str(place.agent.id),
        agent_name=place.agent.name,
        workflow=place.workflow,
        step=place.step,
        action=action_type.name,
        resource_type=place.resource_type,
        resource_id=place.resource_id,
        parameters=parameters,
    )
    zone = today.tzinfo.key if isinstance(today.tzinfo, ZoneInfo) else "UTC"
    now = {"now": today.isoformat(), "zone": zone}
    verdict = boundary.decide(wanted.question(facts, time=now))
    rooms = tuple(Room(one, _spent(one, today)) for one in verdict.limits)
    full = [room.demand for room in rooms if not room.is_enough]
    measures = boundary.measures(
        agent=wanted.agent_id, workflow=wanted.workflow, action=wanted.action
    )
    return Trial(
        with_exhausted(verdict, full), rooms, facts, version, looks_back=bool(measures)
    )


def _rules(*, draft: bool) -> tuple[Boundary, int]:
    guardrails = current_guardrails()
    if draft:
        platform = guardrails.document if guardrails else None
        try:
            return compile_boundary(draft_document(), guardrails=platform), 0
        except DocumentError as error:
            raise Invalid(str(error), field="rules") from error
    version = current_boundary()
    if version is None:
        told = "No boundaries have been published, so nothing is allowed yet."
        raise Invalid(told, field="rules")
    return compiled(version, guardrails=guardrails), version.number


def _spent(demand: LimitDemand, today: datetime) -> Decimal:
    """Return what is used and reserved of a limit, for whoever the action counts."""
    use = LimitUse.objects.filter(
        rule_key=demand.rule_key,
        currency=unit_of(demand.field, demand.currency),
        subject=demand.subject,
        window=window_key(demand.window, today),
    ).first()
    if use is None:
        return Decimal(0)
    length = rolling_length(demand.window)
    if length is None:
        return use.used + use.reserved
    since = today - length - bucket_width(length)
    rows = LimitBucket.objects.filter(limit_use=use, starts_at__gt=since)
    spent = rows.aggregate(spent=Sum(F("used") + F("reserved")))["spent"]
    return spent or Decimal(0)
