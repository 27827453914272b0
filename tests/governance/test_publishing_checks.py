"""Rules that speak of what is not there are refused, and nothing is proposed."""

from typing import Any

import pytest

from governance.engine.document import content_hash
from governance.models import BoundaryProposal, BoundaryRule, RuleStatus
from governance.selectors.boundaries import current_boundary, draft_document
from governance.services.boundaries import (
    draft_rule,
    propose_boundary,
    publish_boundary,
    set_rule_status,
)
from tenants.errors import Invalid
from tests.cast import Cast
from tests.governance.seen import read
from tests.governance.setting_up import do

_RULE: dict[str, Any] = {
    "key": "odd",
    "title": "Odd payments",
    "effect": "deny",
    "action": "payment.send",
    "reason": "Nobody knows what for.",
}
_ASKS = {"effect": "checkpoint"}
_NOBODY = {"group": "Treasury", "kind": "confirm", "minutes": 60}
WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"conditions": {"field": "parameters.amuont", "op": "is_missing"}},
        (
            "rule odd, conditions: for payment.send: its schema does not name "
            "parameters.amuont; add it to the action type, or correct the name"
        ),
    ),
    (
        {"conditions": {"field": "parameters.amount", "op": "at_most", "value": 5}},
        (
            "rule odd, conditions: for payment.send: amount is an amount of money, and "
            "is compared with a number; write an amount of money"
        ),
    ),
    (
        {
            "conditions": {
                "field": "parameters.amount",
                "op": "starts_with",
                "value": "5",
            }
        },
        (
            "rule odd, conditions: for payment.send: amount is an amount of money, and "
            "starts_with needs text or a date; choose another operator or field"
        ),
    ),
    (
        {**_ASKS, "obligation": _NOBODY},
        (
            "rule odd, obligation.group: there is no group Treasury that could answer; "
            "create it, or choose another"
        ),
    ),
    (
        {"action": "payment.sned"},
        (
            "rule odd, action: no action is declared that payment.sned covers; declare "
            "it, or correct the name"
        ),
    ),
    (
        {"subject": "0199c2f2-0000-7000-8000-000000000000"},
        "rule odd, subject: there is no such agent; choose one, or * for every agent",
    ),
    (
        {"limit": {"count": 1, "per": ["parameters.suplier_id"], "window": "day"}},
        (
            "rule odd, limit.per[0]: for payment.send: its schema does not name "
            "parameters.suplier_id; add it to the action type, or correct the name"
        ),
    ),
]


def wrong_rule(**changes: Any) -> BoundaryRule:
    """Write a rule down that reads well, whatever it speaks of."""
    return draft_rule(**{**_RULE, **changes})


def proposed() -> tuple[int, int]:
    """Return how many proposals there are, and the number of the version in force."""
    version = current_boundary()
    assert version is not None
    return BoundaryProposal.objects.count(), version.number


def test_the_refusal_names_the_rule_the_place_and_the_remedy(acme: Cast) -> None:
    with acme.scope():
        before = proposed()
        for changes, told in WRONG:
            rule = wrong_rule(**changes)
            for publish in (
                lambda: propose_boundary(proposed_by=acme.ada),
                lambda: publish_boundary(published_by=acme.ada),
            ):
                with pytest.raises(Invalid) as refused:
                    publish()
                assert str(refused.value) == told
                assert refused.value.field == "rules"
            assert proposed() == before
            rule.delete()


def test_the_page_says_what_is_wrong_and_proposes_nothing(acme: Cast) -> None:
    changes, told = WRONG[0]
    with acme.scope():
        rule, before = wrong_rule(**changes), proposed()
        shown = content_hash(draft_document())

    for path in ("boundaries/propose/", "boundaries/publish/"):
        refused = do(acme, acme.ada, path, shown=shown)
        assert refused.status_code == 422
        assert told in read(refused)

    with acme.scope():
        assert proposed() == before
        # What is not to be in force may speak of what is still to be declared.
        set_rule_status(rule, status=RuleStatus.DRAFT)
        wrong_rule(key="good")
        publish_boundary(published_by=acme.ada)
        assert proposed() == (before[0] + 1, before[1] + 1)


def test_no_more_than_a_few_are_told_and_the_others_counted(acme: Cast) -> None:
    missing = [{"field": f"facts.none.f{at}", "op": "is_missing"} for at in range(7)]
    with acme.scope():
        wrong_rule(conditions={"any": missing})

        with pytest.raises(Invalid, match=r"any\[4\].*; and 2 more$") as refused:
            publish_boundary(published_by=acme.ada)

    assert "any[5]" not in str(refused.value)
