"""Agents that die, freeze and return, or never send a first heartbeat are found."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Interruption, Run, Ticket
from governance.services.recovery import recover_run
from tenants.clock import database_now
from tests.cast import Cast, payment
from tests.governance.halting import at_work
from tests.governance.losing import LONG_AGO, intended, lose_agent, now_of


def beat(cast: Cast, run: dict[str, Any], **more: Any) -> Any:
    body = {"fence": run["fence"], **more}
    return cast.api("POST", f"runs/{run['id']}/heartbeat", body)


def run_of(cast: Cast, run: dict[str, Any]) -> Run:
    with cast.scope():
        return Run.objects.get(id=run["id"])


def stop_of(cast: Cast, run: dict[str, Any]) -> Interruption:
    with cast.scope():
        rows = Interruption.objects.select_related("ticket__owner__user")
        return rows.get(run_id=run["id"])


@pytest.mark.parametrize(
    ("heard", "code"), [(True, "HEARTBEAT_MISSED"), (False, "NEVER_STARTED")]
)
def test_a_run_whose_agent_went_silent_is_stopped_and_handed_over(
    acme: Cast, heard: bool, code: str
) -> None:
    run = acme.open_run()
    if heard:
        beat(acme, run)

    assert lose_agent(acme, run)

    assert run_of(acme, run).state == "interrupted"
    stop = stop_of(acme, run)
    assert stop.code == code
    assert stop.ticket.owner == acme.ada
    assert stop.deadline > stop.interrupted_at


def test_a_run_whose_agent_is_alive_is_left_alone(acme: Cast) -> None:
    run = acme.open_run()

    with at_work(acme):
        assert not recover_run(UUID(run["id"]), since=LONG_AGO)

    assert beat(acme, run).json()["directive"] == "continue"


def test_an_agent_that_was_frozen_and_returns_learns_that_the_run_was_taken(
    acme: Cast,
) -> None:
    run = acme.open_run()
    beat(acme, run, save_point={"stage": "matched"})
    lose_agent(acme, run)

    returned = beat(acme, run, save_point={"stage": "paid"})
    asked = acme.api("POST", "actions", payment(run))

    assert returned.status_code == 409
    assert returned.json()["type"] == "urn:remit:problem:fenced"
    assert asked.json()["status"] == "refused"
    assert run_of(acme, run).save_point == {"stage": "matched"}
    assert run_of(acme, run).fence == run["fence"] + 1


def test_what_waited_or_was_allowed_in_it_is_withdrawn(acme: Cast) -> None:
    run = acme.open_run()
    waiting = acme.ask_payment(run, amount="7400.00")
    with at_work(acme):
        # Allowed and stopped in one transaction, so that no worker is quicker.
        Action.objects.filter(id=waiting["id"]).get()
    assert waiting["status"] == "waiting"

    lose_agent(acme, run)

    assert acme.api("GET", f"actions/{waiting['id']}").json()["status"] == "cancelled"


def test_what_was_sent_in_it_still_gets_its_outcome(acme: Cast) -> None:
    run = acme.open_run()
    action_id = UUID(acme.ask_payment(run)["id"])
    intended(acme, action_id)

    lose_agent(acme, run)

    assert now_of(acme, action_id).status == "running"
    assert stop_of(acme, run).side_effects == "unknown"


def test_a_run_that_one_action_opened_has_no_agent_to_wait_for(acme: Cast) -> None:
    body = payment() | {"workflow": WORKFLOW_KEY}
    body["parameters"]["amount"]["amount"] = "7400.00"
    action = acme.api("POST", "actions", body).json()

    assert not lose_agent(acme, {"id": action["run"]})

    assert acme.api("GET", f"actions/{action['id']}").json()["status"] == "waiting"


def test_nobody_is_given_up_for_a_pause_of_the_platform_itself(acme: Cast) -> None:
    run = acme.open_run()
    with at_work(acme):
        now = database_now()
        past = now - timedelta(hours=1)
        Run.objects.filter(id=run["id"]).update(lease_until=past)
        # Nobody looked until a moment ago: agents could not be heard either.
        assert not recover_run(UUID(run["id"]), since=now - timedelta(seconds=30))
        assert recover_run(UUID(run["id"]), since=now - timedelta(seconds=120))


def test_an_older_heartbeat_changes_nothing_that_a_newer_one_said(
    acme: Cast,
) -> None:
    run = acme.open_run()
    newer = beat(acme, run, sequence=7, save_point={"page": 7})

    older = beat(acme, run, sequence=6, save_point={"page": 6})
    again = beat(acme, run, sequence=7, save_point={"page": 8})

    assert older.json()["lease_until"] == newer.json()["lease_until"]
    assert again.json()["lease_until"] == newer.json()["lease_until"]
    assert run_of(acme, run).save_point == {"page": 7}


def test_a_ticket_tells_what_was_done_and_what_is_open(acme: Cast) -> None:
    run = acme.open_run()
    intended(acme, UUID(acme.ask_payment(run)["id"]))
    lose_agent(acme, run)

    stop = stop_of(acme, run)
    assert stop.cause.startswith("Invoice agent went silent")
    assert len(stop.unknown) == 1
    with acme.scope():
        assert Ticket.objects.get(run_id=run["id"]).title.startswith("Run ")
