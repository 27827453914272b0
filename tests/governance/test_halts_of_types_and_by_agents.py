"""A halt of one action type stops that alone; an agent may stop itself, and no more."""

import psycopg
import pytest

from agents.models import ActionType
from config.demo.process import NOTIFY
from governance.models import Halt, HaltScope
from governance.services.lifting import lift_halt
from tests.cast import Cast
from tests.database import changed_by_force
from tests.governance.halting import halt, lift
from tests.governance.seen import seen

WHY = {"reason": "The supplier list contradicts itself."}
ALONE = (
    "UPDATE governance_halt SET lifted_at = remit_now(), lifted_by_id = set_by_id "
    "WHERE client_id = %s"
)


def notify(cast: Cast, run: dict[str, str]) -> str:
    """Have the agent ask for its other action, and return what becomes of it."""
    body = {
        "run": run["id"],
        "step": "notify",
        "action": NOTIFY.name,
        "parameters": {"invoice": "N-1", "supplier_id": "7", "message": "Paid."},
        "reason": "The supplier wants to know that it was paid.",
    }
    answer = cast.api("POST", "actions", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json().get("refused_by") or answer.json()["status"])


def test_a_halt_of_an_action_type_leaves_other_actions_alone(acme: Cast) -> None:
    run = acme.open_run()
    before = notify(acme, run)

    halt(acme, HaltScope.ACTION_TYPE, run)

    assert acme.ask_payment(run)["refused_by"] == "standing"
    assert notify(acme, run) == before != "standing"
    assert acme.open_run()["state"] == "running"


def test_it_counts_for_a_version_that_comes_later(acme: Cast) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.ACTION_TYPE, run)
    with acme.scope():
        newest = ActionType.objects.filter(name="payment.send").latest("version")
        newest.pk, newest.id = None, ActionType().id
        newest.version += 1
        newest.save(force_insert=True)

    assert acme.ask_payment(acme.open_run())["refused_by"] == "standing"


def test_the_agent_is_told_that_one_of_its_actions_is_halted(acme: Cast) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.ACTION_TYPE, run)

    me = acme.api("GET", "agent").json()

    (told,) = [one for one in me["actions"] if one["name"] == "payment.send"]
    assert "Halted: Something looks wrong." in str(told)
    assert me["standing"]["may_act"] is True
    assert "Halted: Something" in seen(acme, acme.vi, f"agents/{acme.agent.id}/")


def test_an_agent_halts_itself_and_cannot_lift_that(acme: Cast) -> None:
    run = acme.open_run()

    answer = acme.api("POST", "agent/halt", WHY)

    assert answer.status_code == 201
    assert answer.json()["scope"] == "agent"
    assert acme.ask_payment(run)["refused_by"] == "standing"
    again = acme.api("POST", "agent/halt", WHY)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "Invoice agent is halted.",
    )
    words = seen(acme, acme.vi, f"agents/{acme.agent.id}/")
    assert "Invoice agent itself" in words
    lift(acme, HaltScope.AGENT, run)
    assert acme.ask_payment(run)["status"] == "authorized"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, 7, None])
def test_an_agent_says_why_it_halts_itself(acme: Cast, reason: object) -> None:
    answer = acme.api("POST", "agent/halt", {"reason": reason})

    assert answer.status_code == 400
    assert "reason" in answer.content.decode()
    assert acme.ask_payment(acme.open_run())["status"] == "authorized"


def test_the_same_request_again_gets_the_same_halt(acme: Cast) -> None:
    key = {"Idempotency-Key": "stop-me"}

    first = acme.api("POST", "agent/halt", WHY, **key)
    second = acme.api("POST", "agent/halt", WHY, **key)

    assert second.content == first.content
    assert second.headers["Idempotency-Replayed"] == "true"


def test_an_agent_halts_no_other(acme: Cast, globex: Cast) -> None:
    globex.api("POST", "agent/halt", WHY)

    assert acme.ask_payment(acme.open_run())["status"] == "authorized"


def test_the_database_lets_no_one_person_lift_what_takes_two(acme: Cast) -> None:
    made = halt(acme, HaltScope.AGENT, acme.open_run())
    with acme.scope(acme.ada):
        client = acme.client
        client.second_lifter = True
        client.save(update_fields=["second_lifter"])

    with pytest.raises(
        psycopg.errors.IntegrityConstraintViolation, match="another person"
    ):
        changed_by_force(ALONE, acme.client.id)
    with acme.scope(acme.ada):
        assert lift_halt(made, by=acme.ada, reason="Fine.").lifted_at is None
        assert Halt.objects.get(id=made.id).lifted_at is None
