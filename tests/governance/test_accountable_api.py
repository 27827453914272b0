"""Who was accountable when, as an agent's API tells it, and on each action."""

from datetime import timedelta

import pytest

from agents.selectors import accountable
from agents.services import plan_absence
from tenants.clock import database_now
from tests.agents.test_accountability import taken_over
from tests.cast import Cast
from tests.governance.readying import clear_for

HOUR = timedelta(hours=1)


def test_any_moment_has_one_answer(acme: Cast) -> None:
    with acme.scope():
        held = accountable(acme.agent.id)
        assert held is not None
        assert held.accepted_at is not None
        before = int((held.accepted_at - HOUR).timestamp())
    with acme.scope(acme.ada):
        now = database_now()
        plan_absence(acme.ada, since=now + HOUR, until=now + 3 * HOUR, by=acme.ada)
        later = int((now + 2 * HOUR).timestamp())

    here = acme.api("GET", "agent/accountable").json()
    then = acme.api("GET", f"agent/accountable?at={before}").json()
    soon = acme.api("GET", f"agent/accountable?at={later}").json()

    assert (here["owner"], here["place"]) == ({"name": "Ada Rossi"}, "owner")
    assert (then["owner"], then["place"]) == (None, None)
    assert (soon["owner"], soon["place"]) == ({"name": "Bo Lindqvist"}, "deputy")


@pytest.mark.parametrize(
    "wrong", ["", "now", "-1", "1.5", "²", "9" * 40, "253402300800", "1e3"]
)
def test_what_is_no_moment_is_refused_with_the_field(acme: Cast, wrong: str) -> None:
    answer = acme.api("GET", f"agent/accountable?at={wrong}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "at"


def test_each_action_names_who_answered_when_it_was_decided(acme: Cast) -> None:
    run = acme.open_run()
    first = acme.ask_payment(run)
    taken_over(acme, acme.cy)
    clear_for(acme, acme.agent, owner=acme.cy)
    second = acme.ask_payment(run)

    assert first["owner"] == {"name": "Ada Rossi"}
    assert second["owner"] == {"name": "Cy Okafor"}
    read = acme.api("GET", f"actions/{first['id']}").json()
    assert read["owner"] == {"name": "Ada Rossi"}
    assert run["owner"] == {"name": "Ada Rossi"}
