"""The check over what happened finds what is wrong: each invariant, broken once."""

from dataclasses import replace

import pytest

from governance.models import Action, Intent
from tests.broken_histories import BREAKS, Change
from tests.cast import Cast, make_acme, make_globex
from tests.governance.happenings import PAID, answer, ask, carried_out, open_run
from tests.governance.happenings import unknown as happened_or_not
from tests.history import History, check_history, read_history, violations_in
from tests.history.accounts import nobody_else_is_mentioned
from tests.history.reading import Payment
from tests.lived_in import carry_out, live_in


@pytest.fixture(scope="module")
def history() -> History:
    """A client where everything has happened once, and as it should."""
    cast = make_acme()
    live_in(cast)
    happened_or_not(cast)
    run = open_run(cast)
    with cast.scope():
        asked = [ask(cast, run, amount="7400.00") for _ in range(2)]
    answer(cast, asked[0], cast.bo, word="approve")
    answer(cast, asked[1], cast.bo, word="refuse")
    carry_out(cast, {"id": str(asked[0].id)})
    return read_history(cast.client.id, book_of(cast))


def book_of(cast: Cast) -> list[Payment]:
    """Return what the bank's book would say had it carried all of this out."""
    read = read_history(cast.client.id, [])
    paid = [
        one
        for one in read.intents
        if read.actions[one.action_id].status in {"succeeded", "unknown"}
    ]
    return [payment_of(one, read.actions[one.action_id]) for one in paid]


def payment_of(intent: Intent, action: Action) -> Payment:
    order = {**action.parameters, **action.parameters["amount"]}
    return {"webhook_id": str(intent.id), "reference": "BK-000001", "order": order}


def test_a_history_in_order_has_no_faults(history: History) -> None:
    assert violations_in(history) == []
    assert history.payments
    assert history.checkpoints
    assert history.interruptions


@pytest.mark.parametrize(
    ("invariant", "change"),
    [(name, change) for name, changes in BREAKS.items() for change in changes],
)
def test_each_invariant_is_seen_to_be_broken(
    history: History, invariant: str, change: Change
) -> None:
    found = {fault.invariant for fault in violations_in(change(history))}

    assert invariant in found


def test_a_row_or_a_line_that_mentions_another_client_is_found() -> None:
    ours, theirs = (
        read_history(cast.client.id, []) for cast in (make_acme(), make_globex())
    )
    row = next(iter(theirs.own))
    mixed = replace(ours, mentioned=ours.mentioned | {row})
    line = f"INFO {ours.client} was shown {row}"

    assert list(nobody_else_is_mentioned([ours, theirs], [f"{ours.client}"])) == []
    for found in (
        list(nobody_else_is_mentioned([mixed, theirs], [])),
        list(nobody_else_is_mentioned([ours, theirs], [line])),
    ):
        assert [fault.invariant for fault in found] == ["I9"]


def test_what_really_happened_is_checked_with_the_banks_book(acme: Cast) -> None:
    paid = carried_out(acme, open_run(acme), PAID)

    found = check_history([acme.client.id], [])
    right = check_history([acme.client.id], book_of(acme))

    assert [fault.invariant for fault in found] == ["I3"]
    assert str(paid.id) in found[0].told
    assert right == []
