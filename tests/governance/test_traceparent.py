"""A request's trace is kept with what it does, and told to whoever asks."""

from uuid import UUID

import pytest

from audit.models import Entry
from config.demo.process import WORKFLOW_KEY
from governance.services.checkpoints import refuse
from tests.cast import Cast, payment
from tests.governance.answering import answer

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"


def traces(cast: Cast, **about: str) -> list[str | None]:
    """Return the traces of the entries about a run or an action, oldest first."""
    told = {f"data__context__{name}": value for name, value in about.items()}
    with cast.scope():
        rows = Entry.objects.filter(**told).order_by("id")
        return [row.data["context"].get("traceparent") for row in rows]


def test_an_action_is_answered_and_recorded_with_its_trace(acme: Cast) -> None:
    run = acme.open_run()

    asked = acme.api("POST", "actions", payment(run), traceparent=TRACE).json()

    assert asked["traceparent"] == TRACE
    again = acme.api("GET", f"actions/{asked['id']}").json()
    assert again["traceparent"] == TRACE
    assert set(traces(acme, action=asked["id"])) == {TRACE}


def test_what_a_person_answers_later_belongs_to_the_actions_trace(acme: Cast) -> None:
    body = payment(acme.open_run(), amount="7400.00")
    asked = acme.api("POST", "actions", body, traceparent=TRACE).json()

    answer(acme, UUID(asked["checkpoint"]["id"]), acme.bo, how=refuse)

    told = traces(acme, action=asked["id"])
    assert len(told) > 1
    assert set(told) == {TRACE}


def test_a_later_call_is_recorded_with_the_trace_of_its_own(acme: Cast) -> None:
    opening = {"workflow": WORKFLOW_KEY}
    run = acme.api("POST", "runs", opening, traceparent=TRACE).json()
    note = {"text": "The order's total is the same."}

    acme.api("POST", f"runs/{run['id']}/notes", note)
    acme.api("POST", f"runs/{run['id']}/notes", note, traceparent=OTHER)

    assert run["traceparent"] == TRACE
    assert traces(acme, run=run["id"]) == [TRACE, TRACE, OTHER]


def test_without_a_trace_nothing_is_told_of_one(acme: Cast) -> None:
    asked = acme.ask_payment(acme.open_run())

    assert asked["traceparent"] is None
    assert set(traces(acme, action=asked["id"])) == {None}


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "yes",
        TRACE.upper(),
        f"{TRACE}-more",
        f"{TRACE},{OTHER}",
        TRACE.replace("00-", "ff-", 1),
        TRACE.replace("0af7651916cd43dd8448eb211c80319c", "0" * 32),
        TRACE.replace("b7ad6b7169203331", "0" * 16),
        TRACE[:-1],
        f"zz{TRACE[2:]}",
    ],
)
def test_one_that_is_not_valid_is_ignored(acme: Cast, wrong: str) -> None:
    asked = acme.api("POST", "actions", payment(acme.open_run()), traceparent=wrong)

    assert asked.status_code == 201
    assert asked.json()["traceparent"] is None


@pytest.mark.parametrize("later", ["", "-what-a-later-version-adds"])
def test_of_a_later_version_what_is_known_is_kept(acme: Cast, later: str) -> None:
    told = TRACE.replace("00-", "01-", 1)
    body = payment(acme.open_run())

    asked = acme.api("POST", "actions", body, traceparent=told + later)

    assert asked.json()["traceparent"] == told
