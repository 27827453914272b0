"""What undoes an action is declared with it, and has to be there."""

from html import unescape
from typing import Any

from agents.models import ActionType
from tests.agents.connecting import post
from tests.agents.test_declaring_page import FORM
from tests.cast import Cast
from tests.governance.kinds import bank
from tests.governance.seen import seen
from tests.governance.undoing import HOLD, RELEASE, declare_holds

GOOD = {"undone_by": RELEASE, "undone_with": "hold: intent\ninvoice: order"}


def declare(cast: Cast, **changes: str) -> Any:
    """Declare something that a hold's release undoes."""
    return post(cast, cast.ada, "action-types/declare/", **{**FORM, **GOOD, **changes})


def test_what_undoes_it_is_kept_and_shown(acme: Cast) -> None:
    declare_holds(acme)

    assert declare(acme).status_code == 302

    with acme.scope():
        declared = ActionType.objects.get(name="order.place")
    assert declared.compensation == {
        "action": RELEASE,
        "parameters": {"hold": "intent", "invoice": "order"},
    }
    page = seen(acme, acme.vi, f"action-types/{declared.id}/")
    assert f"Undone by {RELEASE}" in page
    offered = post_next(acme, declared, title="Order something")
    assert offered.status_code == 302
    with acme.scope():
        newest = ActionType.objects.filter(name="order.place").latest("version")
    assert (newest.version, newest.compensation) == (2, {})
    told = f"What undoes it was “{RELEASE} (hold: intent, invoice: order)” and is"
    assert told in seen(acme, acme.vi, f"action-types/{newest.id}/")


def post_next(cast: Cast, declared: ActionType, **changes: str) -> Any:
    """Declare the next version, which nothing undoes."""
    where = f"action-types/{declared.id}/declare/"
    return post(cast, cast.ada, where, **{**FORM, **changes})


def test_what_is_wrong_is_named_and_nothing_is_lost(acme: Cast) -> None:
    declare_holds(acme)
    wrong = {
        "There is no such line": ({"undone_with": "hold"}, "Line 1 is not like"),
        "no name": ({"undone_by": ""}, "Name the action that undoes it."),
        "not declared": ({"undone_by": "a.b"}, "a.b is not declared: declare it first"),
        "too few": ({"undone_with": "hold: intent"}, f"{RELEASE} needs invoice"),
        "too many": (
            {"undone_with": f"{GOOD['undone_with']}\nnote: order"},
            f"{RELEASE} has no note.",
        ),
        "undone itself": (
            {"undone_by": HOLD, "undone_with": ""},
            f"{HOLD} is undone itself by {RELEASE}",
        ),
        "not undone": ({"reversibility": "irreversible"}, "Only what can be undone"),
    }
    for why, (changes, told) in wrong.items():
        answer = declare(acme, **changes)
        page = unescape(answer.content.decode())
        assert answer.status_code == 422, why
        assert told in page, why
        assert changes.get("undone_with", GOOD["undone_with"]) in page, why
    with acme.scope():
        assert not ActionType.objects.filter(name="order.place").exists()


def test_what_undoes_something_is_not_undone_itself(acme: Cast) -> None:
    declare_holds(acme)
    with acme.scope():
        release = ActionType.objects.get(name=RELEASE)
    by_remit = {"performer": "platform", "runner": str(release.runner_id)}
    plain = {**FORM, **by_remit, "phrase": "do it", "schema": '{"type": "object"}'}
    made = post(acme, acme.ada, "action-types/declare/", **{**plain, "name": "till.do"})
    assert made.status_code == 302

    again = {**plain, "undone_by": "till.do"}
    refused = post(acme, acme.ada, f"action-types/{release.id}/declare/", **again)

    assert refused.status_code == 422
    told = f"It undoes {HOLD}: what undoes something is final."
    assert told in unescape(refused.content.decode())


def test_an_agent_cannot_be_what_undoes(acme: Cast) -> None:
    with acme.scope():
        bank()
    schema = '{"type": "object", "properties": {}}'
    alone = {**FORM, "name": "order.cancel", "phrase": "cancel it", "schema": schema}
    assert post(acme, acme.ada, "action-types/declare/", **alone).status_code == 302

    refused = declare(acme, undone_by="order.cancel", undone_with="")

    assert refused.status_code == 422
    assert "order.cancel is carried out by the agent" in unescape(
        refused.content.decode()
    )
