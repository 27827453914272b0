"""Rules and lists as they are being written, and the document that they would be."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from governance.engine.document import FORMAT, MEMBERS
from governance.engine.options import Options, named_list
from governance.models import LIVE, BoundaryRule, NamedList, RuleStatus
from tenants.errors import NotFound


def drafted_rules() -> list[BoundaryRule]:
    """Return all rules of the scope's client as they are written, by number."""
    return list(BoundaryRule.objects.order_by("number", "id"))


def options_of(lists: Iterable[NamedList]) -> Mapping[str, Options]:
    """Return lists as conditions name them."""
    return {one.name: named_list(one.name, one.entries) for one in lists}


def drafted_lists() -> list[NamedList]:
    """Return all named lists of the scope's client as they are written, by name."""
    return list(NamedList.objects.order_by("name"))


def rule_by_id(rule_id: UUID, *, lock: bool = False) -> BoundaryRule:
    """Return one rule as it is written, locked until the commit if asked.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = BoundaryRule.objects.select_for_update() if lock else BoundaryRule.objects
    found = rows.filter(id=rule_id).first()
    if found is None:
        raise NotFound("There is no such rule.")
    return found


def list_by_id(list_id: UUID, *, lock: bool = False) -> NamedList:
    """Return one named list as it is written, locked until the commit if asked.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = NamedList.objects.select_for_update() if lock else NamedList.objects
    found = rows.filter(id=list_id).first()
    if found is None:
        raise NotFound("There is no such list.")
    return found


def draft_document() -> dict[str, Any]:
    """Return what the next version would hold: live rules, and every list."""
    return document_of(drafted_rules(), drafted_lists())


def document_of(
    rules: Iterable[BoundaryRule], lists: Iterable[NamedList]
) -> dict[str, Any]:
    """Return the document of those of these rules that are live, and these lists."""
    return {
        "format": FORMAT,
        "lists": {one.name: one.entries for one in lists},
        "rules": [as_document(rule) for rule in rules if rule.status in LIVE],
    }


def as_document(rule: BoundaryRule) -> dict[str, Any]:
    """Return a rule as it would stand in a document."""
    written = {name: getattr(rule, name) for name in MEMBERS - {"observe"}}
    if written["obligation"] is not None:
        written["obligation"] = {"quorum": 1, **written["obligation"]}
    return {**written, "observe": rule.status == RuleStatus.OBSERVE}
