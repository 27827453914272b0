"""Writing and changing rules, each as it will be in the next version."""

import re
from typing import Any

from django.db.models import Max

from audit.events import Event
from audit.ledger import Target, record
from governance.engine.document import MEMBERS, DocumentError
from governance.engine.reading import Place
from governance.engine.rules import read_rule
from governance.models import LIVE, BoundaryRule, RuleStatus
from governance.selectors.boundaries import (
    as_document,
    drafted_lists,
    options_of,
    rule_by_id,
)
from governance.services.boundaries.turns import take_turn
from tenants.errors import Conflict, Invalid

# Not a colon: that marks the platform's own.
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def draft_rule(**fields: Any) -> BoundaryRule:
    """Write a rule down and return it. It takes effect only when published.

    In the next version it is in force, unless it is given another ``status``; its
    ``number`` is the next one, unless it is given.

    Raises:
        Invalid: it does not read as a rule; the field is named.
        Conflict: another rule has its key.
    """
    take_turn()
    rule = BoundaryRule(**{"status": RuleStatus.ACTIVE, **fields})
    if "number" not in fields:
        rule.number = _next_number()
    if not _KEY.fullmatch(rule.key):
        told = "A key has letters, digits, hyphens, dots and underscores, at most 60."
        raise Invalid(told, field="key")
    _check(rule)
    if BoundaryRule.objects.filter(key=rule.key).exists():
        raise Conflict("Another rule has this key.", field="key")
    rule.save(force_insert=True)
    _record(Event.RULE_WRITTEN, rule, status=RuleStatus(rule.status).label)
    return rule


def change_rule(rule: BoundaryRule, **changes: Any) -> BoundaryRule:
    """Change what a rule says in the next version and return it.

    Raises:
        Invalid: it would not read as a rule; the field is named.
        Conflict: nothing would be different.
    """
    take_turn()
    rule = rule_by_id(rule.id, lock=True)
    before = as_document(rule)
    for name, value in changes.items():
        setattr(rule, name, value)
    after = as_document(rule)
    different = sorted(name for name in changes if before[name] != after[name])
    if not different:
        raise Conflict("Nothing is different: the rule says this already.")
    _check(rule)
    rule.save(update_fields=different)
    _record(Event.RULE_CHANGED, rule, members=", ".join(different))
    return rule


def set_rule_status(rule: BoundaryRule, *, status: RuleStatus) -> BoundaryRule:
    """Say what a rule will be in the next version, and return it.

    Whoever comes back where another one has its number by now gets the next number.

    Raises:
        Conflict: it is that already.
    """
    take_turn()
    rule = rule_by_id(rule.id, lock=True)
    before = RuleStatus(rule.status)
    if before is status:
        raise Conflict(f"Rule {rule.number} is that already: {status.label}.")
    rule.status = status
    twins = BoundaryRule.objects.filter(number=rule.number, status__in=LIVE)
    if status in LIVE and twins.exclude(id=rule.id).exists():
        rule.number = _next_number()
    rule.save(update_fields=["status", "number"])
    _record(Event.RULE_STATUS_SET, rule, status=status.label, before=before.label)
    return rule


def _check(rule: BoundaryRule) -> None:
    lists = options_of(drafted_lists())
    try:
        read_rule(as_document(rule), place=Place(lists=lists))
    except DocumentError as error:
        member = error.path.partition(".")[0].partition("[")[0]
        # The place within the member: the form shows the message at the member.
        inside = error.path.removeprefix(member).lstrip(".")
        told = f"{inside}: {error.problem}" if inside else error.problem
        raise Invalid(told, field=member if member in MEMBERS else "") from error


def _next_number() -> int:
    highest = BoundaryRule.objects.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _record(event: Event, rule: BoundaryRule, **more: str) -> None:
    record(
        event,
        target=Target("boundary_rule", rule.id),
        params={"number": str(rule.number), "title": rule.title, **more},
    )
