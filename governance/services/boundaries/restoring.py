"""Going back: the rows become what an earlier version had, and are proposed anew."""

from collections.abc import Mapping
from typing import Any

from audit.events import Event
from audit.ledger import Target, record
from governance.engine.differences import upgraded
from governance.engine.document import MEMBERS
from governance.models import (
    LIVE,
    BoundaryProposal,
    BoundaryRule,
    NamedList,
    RuleStatus,
)
from governance.selectors.boundaries import version_by_number
from governance.services.boundaries.proposing import propose_boundary
from governance.services.boundaries.turns import take_turn
from tenants.models import Membership

_KEPT = MEMBERS - {"key", "observe"}


def restore_version(number: int, *, by: Membership) -> BoundaryProposal:
    """Put rules and lists back to what a version had, and propose that.

    Live rules that it had not are retired, drafts stay drafts. Once published, it is
    a version with a number of its own.

    Raises:
        NotFound: there is no such version.
        Conflict: that is in force now.
    """
    take_turn()
    version = version_by_number(number)
    document = upgraded(version.document)
    _put_rules_back({rule["key"]: rule for rule in document["rules"]})
    _put_lists_back(document["lists"])
    record(
        Event.BOUNDARY_RESTORED,
        target=Target("boundary_version", version.id),
        params={"version": str(version.number)},
    )
    return propose_boundary(proposed_by=by, reason=f"Back to version {version.number}.")


def _put_rules_back(rules: Mapping[str, Mapping[str, Any]]) -> None:
    there = {row.key: row for row in BoundaryRule.objects.select_for_update()}
    for key, rule in rules.items():
        _put(there.get(key) or BoundaryRule(key=key), rule, is_new=key not in there)
    for key, row in there.items():
        if key not in rules and row.status in LIVE:
            row.status = RuleStatus.RETIRED
            row.save(update_fields=["status"])


def _put(row: BoundaryRule, rule: Mapping[str, Any], *, is_new: bool) -> None:
    status = RuleStatus.OBSERVE if rule["observe"] else RuleStatus.ACTIVE
    was = {name: rule[name] for name in _KEPT} | {"status": status}
    different = [name for name, value in was.items() if getattr(row, name) != value]
    for name, value in was.items():
        setattr(row, name, value)
    if is_new:
        row.save(force_insert=True)
    elif different:
        row.save(update_fields=different)


def _put_lists_back(lists: Mapping[str, list[str]]) -> None:
    there = {row.name: row for row in NamedList.objects.select_for_update()}
    for name, entries in lists.items():
        row = there.get(name)
        if row is None:
            NamedList(name=name, title=name, entries=entries).save(force_insert=True)
        elif row.entries != entries:
            row.entries = entries
            row.save(update_fields=["entries"])
    for name, row in there.items():
        if name not in lists:
            row.delete()
