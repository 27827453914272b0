"""Boundary rules, as a file has them: all of them, in an order that always works."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.models import Agent
from governance.clientfile.plans import Change, Kind
from governance.models import BoundaryRule, RuleStatus
from governance.selectors.boundaries import as_document
from governance.services.boundaries import (
    change_rule,
    draft_rule,
    set_rule_status,
)

_MEMBERS = (
    "number",
    "title",
    "effect",
    "subject",
    "workflow",
    "action",
    "conditions",
    "obligation",
    "limit",
    "reason",
)
Act = Callable[[Change], None]


def rule_acts(changes: Sequence[Change]) -> list[tuple[Change, Act]]:
    """Return what has to be done about rules, one act after the other.

    What leaves the next version goes first, so that its number is free; what comes
    into it comes last, when every rule has the number that it is to have.
    """
    return [
        *((one, _leave) for one in changes if _leaves(one)),
        *((one, _write) for one in changes if one.kind is not Kind.RETIRED),
        *((one, _come) for one in changes if one.kind is not Kind.RETIRED),
    ]


def _leaves(change: Change) -> bool:
    return change.kind is Kind.RETIRED or "status" in change.parts


def _leave(change: Change) -> None:
    rule = BoundaryRule.objects.filter(key=change.item["key"]).first()
    if rule is None:
        return
    before, wanted = RuleStatus(rule.status), _wanted(change)
    # A rule that observes has no limit: whichever it is to lose goes first.
    stops_observing = (before, wanted) == (RuleStatus.OBSERVE, RuleStatus.ACTIVE)
    goes = wanted in {RuleStatus.RETIRED, RuleStatus.DRAFT}
    if before is not wanted and (goes or stops_observing):
        set_rule_status(rule, status=wanted)


def _write(change: Change) -> None:
    fields = _fields(change.item)
    rule = BoundaryRule.objects.filter(key=change.item["key"]).first()
    if rule is None:
        draft_rule(key=change.item["key"], status=_wanted(change), **fields)
        return
    before = as_document(rule)
    different = {name: one for name, one in fields.items() if before[name] != one}
    if different:
        change_rule(rule, **different)


def _come(change: Change) -> None:
    rule = BoundaryRule.objects.get(key=change.item["key"])
    if rule.status != _wanted(change):
        set_rule_status(rule, status=_wanted(change))


def _wanted(change: Change) -> RuleStatus:
    if change.kind is Kind.RETIRED:
        return RuleStatus.RETIRED
    return RuleStatus(change.item["status"])


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: item[name] for name in _MEMBERS}
    agent = Agent.objects.filter(name=item["subject"]).first()
    if agent is not None:
        fields["subject"] = str(agent.id)
    return fields
