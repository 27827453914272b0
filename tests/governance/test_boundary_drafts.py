"""Rules and lists as they are written, before anybody publishes them."""

from typing import Any

import pytest

from audit.selectors import Filters, story
from governance.models import (
    BoundaryRule,
    NamedList,
    RuleStatus,
)
from governance.selectors.boundaries import current_boundary
from governance.services.boundaries import (
    change_list,
    change_rule,
    draft_rule,
    drop_list,
    publish_boundary,
    set_rule_status,
    write_list,
)
from tenants.errors import Conflict, Invalid
from tests.cast import Cast

_RULE: dict[str, Any] = {
    "key": "no-letters",
    "title": "No letters",
    "effect": "deny",
    "action": "supplier.notify",
    "reason": "Letters are written by people.",
}


def told(row: Any) -> list[str]:
    return [line.sentence for line in story(Filters(target_id=str(row.id)))]


def test_a_rule_that_does_not_read_is_neither_written_nor_changed(acme: Cast) -> None:
    with acme.scope():
        wrongs: list[tuple[dict[str, Any], str]] = [
            ({"key": "platform:x"}, "key"),
            ({"effect": "checkpoint"}, "obligation"),
            ({"action": "no spaces"}, "action"),
            ({"conditions": {"all": [{"field": "x", "op": "y"}]}}, "conditions"),
        ]
        for wrong, field in wrongs:
            with pytest.raises(Invalid) as refused:
                draft_rule(**{**_RULE, **wrong})
            assert refused.value.field == field
        with pytest.raises(Invalid, match=r"all\[0\].field: a field starts with"):
            draft_rule(**{**_RULE, **wrong})
        with pytest.raises(Conflict, match="this key"):
            draft_rule(**{**_RULE, "key": "match"})
        rule = draft_rule(**_RULE)
        with pytest.raises(Invalid):
            change_rule(rule, limit={"count": 0, "per": [], "window": "day"})
        with pytest.raises(Conflict, match="Nothing is different"):
            change_rule(rule, title="No letters")
        assert change_rule(rule, title="No letter", reason="None.").title == "No letter"
        assert "for the next version: reason, title." in told(rule)[-1]

        # Written past the service, as by whoever repairs something by hand.
        rule.effect = "checkpoint"
        rule.save(update_fields=["effect"])
        with pytest.raises(Invalid, match="rule no-letters, obligation"):
            publish_boundary(published_by=acme.ada)


def test_a_number_is_given_anew_to_a_rule_that_comes_back_too_late(acme: Cast) -> None:
    with acme.scope():
        rule = BoundaryRule.objects.get(key="match")
        set_rule_status(rule, status=RuleStatus.RETIRED)
        draft_rule(**_RULE, number=rule.number)
        back = set_rule_status(rule, status=RuleStatus.ACTIVE)

        assert back.number == BoundaryRule.objects.count()
        publish_boundary(published_by=acme.ada)


def test_lists_are_frozen_into_the_version(acme: Cast) -> None:
    with acme.scope():
        one = write_list(name="Banned", title="Banned", entries=[" a ", "b", "", "a"])
        publish_boundary(published_by=acme.ada)
        change_list(one, title="Banned", entries=["b", "c", "d"])
        assert "2 entries added, 1 removed" in told(one)[-1]
        with pytest.raises(Conflict, match="Nothing is different"):
            change_list(one, title="Banned", entries=["b", "c", "d"])
        for name, entry, field in [("a b", "x", "name"), ("new", "x" * 501, "entries")]:
            with pytest.raises(Invalid) as refused:
                write_list(name=name, title="New", entries=[entry])
            assert refused.value.field == field
        with pytest.raises(Conflict, match="this name"):
            write_list(name="banned", title="Twice", entries=[])
        version = current_boundary()
        assert version is not None
        assert version.document["lists"] == {"banned": ["a", "b"]}

        rule = BoundaryRule.objects.get(key="notify")
        named = {"field": "parameters.x", "op": "one_of", "value": {"list": "banned"}}
        rule.conditions = {"all": [{"not": named}]}
        rule.save(update_fields=["conditions"])
        with pytest.raises(Conflict, match="names it: change that first"):
            drop_list(one)
        rule.conditions = None
        rule.save(update_fields=["conditions"])
        drop_list(one)
        assert not NamedList.objects.exists()
