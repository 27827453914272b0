"""Boundary rules, as a file has them: all of them, in an order that always works."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.models import Agent
from governance.clientfile.plans import Change, Kind
from governance.models import BoundaryRule, RuleStatus
from governance.selectors.boundaries import as_document, drafted_rules
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
    if not changes:
        return []
    rules = _Rules()
    written = [one for one in changes if one.kind is not Kind.RETIRED]
    return [
        *((one, rules.leave) for one in changes),
        *((one, rules.write) for one in written),
        *((one, rules.come) for one in written),
    ]


class _Rules:
    """The rules as they are written, and the agents that they may be about."""

    def __init__(self) -> None:
        self._rules = {one.key: one for one in drafted_rules()}
        agents = Agent.objects.values_list("name", "id")
        self._agents = {name: str(agent_id) for name, agent_id in agents}

    def leave(self, change: Change) -> None:
        """Take a rule out of the next version, or make it ready to be changed."""
        rule = self._rules.get(change.item["key"])
        if rule is None:
            return
        before, wanted = RuleStatus(rule.status), _wanted(change)
        # A rule that observes has no limit: whichever it is to lose goes first.
        stops_observing = (before, wanted) == (RuleStatus.OBSERVE, RuleStatus.ACTIVE)
        goes = wanted in {RuleStatus.RETIRED, RuleStatus.DRAFT}
        if before is not wanted and (goes or stops_observing):
            self._keep(set_rule_status(rule, status=wanted))

    def write(self, change: Change) -> None:
        """Write what a rule says."""
        fields = self._fields(change.item)
        rule = self._rules.get(change.item["key"])
        if rule is None:
            key, status = change.item["key"], _wanted(change)
            self._keep(draft_rule(key=key, status=status, **fields))
            return
        before = as_document(rule)
        different = {name: one for name, one in fields.items() if before[name] != one}
        if different:
            self._keep(change_rule(rule, **different))

    def come(self, change: Change) -> None:
        """Put a rule into the next version."""
        rule = self._rules[change.item["key"]]
        if rule.status != _wanted(change):
            self._keep(set_rule_status(rule, status=_wanted(change)))

    def _keep(self, rule: BoundaryRule) -> None:
        self._rules[rule.key] = rule

    def _fields(self, item: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: item[name] for name in _MEMBERS}
        fields["subject"] = self._agents.get(item["subject"], item["subject"])
        return fields


def _wanted(change: Change) -> RuleStatus:
    if change.kind is Kind.RETIRED:
        return RuleStatus.RETIRED
    return RuleStatus(change.item["status"])
