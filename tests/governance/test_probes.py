"""What nobody knows is asked of the target, and a failing question proves nothing."""

from decimal import Decimal
from uuid import UUID

import pytest

from agents.models import Runner
from agents.runners import Report, Result
from governance.models import LimitUse, Reservation
from governance.services.execution import perform, probe
from governance.services.execution.probe import FRUITLESS, inquire
from tests.cast import Cast
from tests.governance.halting import at_work
from tests.governance.losing import (
    answered,
    in_vain,
    make_due,
    now_of,
    sources_of,
    stops_of,
    ticket_of,
)
from tests.governance.unsure import lost_and_askable as unknown
from tests.processes import payments_of, turn_bank

HAPPENED = Report(Result.DONE, "The target says that it happened.")
DID_NOT = Report(Result.FAILED_CLEAN, "The target says that it did not happen.")


@pytest.mark.parametrize(
    ("report", "status", "hold"),
    [(HAPPENED, "succeeded", "settled"), (DID_NOT, "failed", "released")],
)
def test_an_answer_settles_it_and_the_run_goes_on(
    acme: Cast, report: Report, status: str, hold: str
) -> None:
    action_id = unknown(acme)

    answered(acme, action_id, report)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == (status, "running")
    assert sources_of(acme, action_id)[-1] == (report.result.value, "probe")
    ticket = ticket_of(acme, action_id)
    assert ticket is not None
    assert ticket.state == "resolved"
    assert report.summary in ticket.resolution
    with acme.scope():
        assert {one.state for one in Reservation.objects.filter(action=action)} == {
            hold
        }


def test_what_it_reserved_stays_reserved_until_then(acme: Cast) -> None:
    action_id = unknown(acme)
    in_vain(acme, action_id)

    with acme.scope():
        used = LimitUse.objects.get(rule_key="pay-once")
        assert (used.used, used.reserved) == (Decimal(0), Decimal(1))


def test_the_run_cannot_be_completed_until_then(acme: Cast) -> None:
    action = now_of(acme, unknown(acme))

    refused = acme.api(
        "POST", f"runs/{action.run_id}/complete", {"summary": "It is paid."}
    )

    assert refused.status_code == 409


def test_after_three_questions_in_vain_the_run_is_held_on_the_same_ticket(
    acme: Cast,
) -> None:
    action_id = unknown(acme)
    ticket = ticket_of(acme, action_id)
    for _ in range(FRUITLESS - 1):
        in_vain(acme, action_id)
    assert now_of(acme, action_id).run.state == "running"

    in_vain(acme, action_id)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")
    assert stops_of(acme, action.run_id) == ["EXCEPTION_AFTER_SEND"]
    assert ticket_of(acme, action_id) == ticket


def test_the_run_is_held_although_whoever_asked_last_stopped(acme: Cast) -> None:
    action_id = unknown(acme)
    for _ in range(FRUITLESS - 1):
        in_vain(acme, action_id)
    make_due(acme, action_id)
    with at_work(acme):
        assert inquire(action_id) is not None

    in_vain(acme, action_id)

    assert now_of(acme, action_id).run.state == "interrupted"


def test_it_goes_on_asking_and_a_late_answer_settles_what_was_held(
    acme: Cast,
) -> None:
    action_id = unknown(acme)
    for _ in range(FRUITLESS + 2):
        in_vain(acme, action_id)

    answered(acme, action_id, HAPPENED)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("succeeded", "interrupted")
    ticket = ticket_of(acme, action_id)
    assert ticket is not None
    assert ticket.state == "open", "a person has to see to the run that stopped"
    assert stops_of(acme, action.run_id) == ["EXCEPTION_AFTER_SEND"]


def test_the_pause_between_questions_grows(acme: Cast) -> None:
    action_id = unknown(acme)
    pauses = []
    for _ in range(4):
        in_vain(acme, action_id)
        action = now_of(acme, action_id)
        assert action.due_at is not None
        pauses.append(action.due_at - action.changed_at)

    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0] * 2


def test_nobody_asks_before_it_is_time(acme: Cast) -> None:
    action_id = unknown(acme)

    probe(client_id=acme.client.id, action_id=action_id)

    assert now_of(acme, action_id).probes == 0


@pytest.mark.usefixtures("bank")
def test_the_bank_says_that_it_never_got_what_was_never_sent(acme: Cast) -> None:
    action_id = unknown(acme)
    make_due(acme, action_id)

    probe(client_id=acme.client.id, action_id=action_id)

    assert now_of(acme, action_id).status == "failed"


@pytest.mark.usefixtures("bank")
def test_a_bank_that_cannot_tell_leaves_it_unknown(acme: Cast) -> None:
    invoice = "NL-closed-books"
    turn_bank(invoice, "lost")
    action_id = UUID(acme.ask_payment(acme.open_run(), invoice=invoice)["id"])
    _perform_with_little_patience(acme, action_id)
    make_due(acme, action_id)

    probe(client_id=acme.client.id, action_id=action_id)

    assert payments_of(invoice) == 1
    assert now_of(acme, action_id).status == "unknown"
    turn_bank(invoice, "ok")
    make_due(acme, action_id)
    probe(client_id=acme.client.id, action_id=action_id)
    assert now_of(acme, action_id).status == "succeeded"


def _perform_with_little_patience(cast: Cast, action_id: UUID) -> None:
    with cast.scope():
        Runner.objects.filter(name="Bank").update(timeout_seconds=1)
    perform(client_id=cast.client.id, action_id=action_id)
