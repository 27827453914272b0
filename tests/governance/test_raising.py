"""From a question to a rule: how repeated approvals end."""

import pytest

from governance.models import BoundaryRule
from governance.selectors.boundaries import current_boundary
from governance.selectors.inbox import question
from governance.services.boundaries import change_rule as written
from governance.services.boundaries import publish_boundary, raise_bound
from tests.cast import Cast
from tests.governance.amounts import KEYS, RAISED, bound_in
from tests.governance.answering import asked
from tests.governance.happenings import ask, open_run
from tests.governance.ruling import change_rule
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do


def path_of(cast: Cast) -> str:
    """Return the page of a question about 7,400 EUR, where 500 are paid alone."""
    return f"inbox/{asked(cast)}/rule/"


def test_a_card_leads_to_the_rules_that_would_change(acme: Cast) -> None:
    path = path_of(acme)

    assert path in visit(acme, acme.bo, "inbox/").content.decode()
    page = visit(acme, acme.bo, path)

    assert headline(page) == (
        "Until now up to 500.00 EUR nobody is asked. How much next time?"
    )
    told = read(page)
    assert "Small payments to approved suppliers." in told
    assert "Larger payments." in told
    # What is suggested is what was asked for, and the words go with it.
    assert 'value="7400.00"' in page.content.decode()
    assert "Over 7,400 EUR somebody of Finance confirms." in told


def test_an_approver_drafts_it_and_nothing_is_different_before_it_is_published(
    acme: Cast,
) -> None:
    path = path_of(acme)

    done = do(acme, acme.bo, f"{path}draft/", **RAISED)

    assert "It is drafted, and counts once an admin has published it." in read(done)
    assert bound_in(acme) == ["900.00", "900.00"]
    with acme.scope():
        assert ask(acme, open_run(acme), amount="700.00").status == "waiting"
    with acme.scope(acme.ada):
        publish_boundary(published_by=acme.ada)
    with acme.scope():
        assert ask(acme, open_run(acme), amount="700.00").status != "waiting"
        assert ask(acme, open_run(acme), amount="900.01").status == "waiting"
    trace = seen(acme, acme.vi, "trace/")
    assert (
        "Bo Lindqvist drafted that up to 900.00 EUR nobody is asked next time" in trace
    )


def test_an_admin_goes_on_to_publish_it(acme: Cast) -> None:
    done = do(acme, acme.ada, f"{path_of(acme)}draft/", **RAISED)

    assert done.redirect_chain[-1][0] == f"/c/{acme.client.slug}/boundaries/"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": "500.00"}, "It is 500.00 EUR already: write more."),
        ({"amount": "20"}, "It is 500.00 EUR already: write more."),
        ({"amount": "a lot"}, "Write an amount like 1500.00."),
        ({"amount": "1e9"}, "Write an amount like 1500.00."),
        ({"amount": ""}, "This field is required."),
        ({"reason_pay-larger": " "}, "Say why, in a sentence."),
    ],
)
def test_what_is_no_more_than_until_now_is_said_at_the_field(
    acme: Cast, typed: dict[str, str], told: str
) -> None:
    refused = do(acme, acme.bo, f"{path_of(acme)}draft/", **{**RAISED, **typed})

    assert refused.status_code == 422
    assert told in read(refused)
    assert RAISED["reason_pay-small"] in read(refused)
    assert bound_in(acme) == ["500.00", "500.00"]


def test_who_is_not_asked_drafts_nothing(acme: Cast) -> None:
    path = path_of(acme)

    refused = do(acme, acme.vi, f"{path}draft/", **RAISED)

    assert refused.status_code == 403
    assert "Only people of Finance and admins can draft this." in read(refused)
    assert bound_in(acme) == ["500.00", "500.00"]
    assert "Draft it" not in seen(acme, acme.vi, path)


def test_what_somebody_else_wrote_into_the_rules_meanwhile_stays(acme: Cast) -> None:
    waiting = asked(acme)
    with acme.scope(acme.bo):
        seen_before = question(waiting, acme.bo)
    also = {"field": "parameters.account", "op": "equals", "value": "DE1"}
    with acme.scope(acme.ada):
        rule = BoundaryRule.objects.get(key="pay-small")
        conditions = {"all": [also, *rule.conditions["all"]]}  # type: ignore[index]
        written(rule, conditions=conditions)

    with acme.scope(acme.bo):
        raise_bound(
            seen_before.decision,
            checkpoint=seen_before.checkpoint,
            amount="900.00",
            reasons=dict.fromkeys(KEYS, "Finance said so."),
            by=acme.bo,
        )

    with acme.scope():
        after = BoundaryRule.objects.get(key="pay-small").conditions
        assert after is not None
        assert also in after["all"]
    assert bound_in(acme) == ["900.00", "900.00"]


def test_where_it_was_asked_for_another_reason_there_is_nothing_to_raise(
    acme: Cast,
) -> None:
    path = path_of(acme)
    change_rule(acme, "pay-larger", conditions=None)

    page = visit(acme, acme.bo, path)
    late = do(acme, acme.bo, f"{path}draft/", **RAISED)

    assert "No single amount stands between" in headline(page)
    assert late.status_code == 409
    with acme.scope():
        current = current_boundary()
        assert current is not None
        assert bound_in_version(current.document) == "500.00"


def bound_in_version(document: dict[str, object]) -> str:
    rules = document["rules"]
    assert isinstance(rules, list)
    small = next(one for one in rules if one["key"] == "pay-small")
    return str(small["conditions"]["all"][-1]["value"]["amount"])
