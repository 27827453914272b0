"""A halt takes effect at the next gate, and until somebody lifts it."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from audit.events import Event
from audit.selectors import Filters, story
from config.demo.process import WORKFLOW_KEY
from governance.models import Checkpoint, Halt, HaltScope
from governance.services import checkpoints
from governance.services.execution import perform
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from tenants.errors import Conflict, DomainError, Invalid, NotAllowed
from tests.cast import Cast
from tests.governance.halting import SCOPES, WHOLE, WHY, halt, intent_of, lift
from tests.processes import eventually, payments_of


@SCOPES
def test_what_is_asked_after_a_halt_is_refused_by_standing(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    halt(acme, scope, run)

    action = acme.ask_payment(run)

    assert action["status"] == "refused"
    assert action["refused_by"] == "standing"
    assert f"This is halted: {WHY}" in action["explanation"]


@WHOLE
def test_the_heartbeat_of_what_is_halted_says_stop_and_why(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    beat = {"fence": run["fence"]}
    before = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()
    halt(acme, scope, run)

    after = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()

    assert before["directive"] == "continue"
    assert after["directive"] == "stop"
    assert WHY.rstrip(".") in after["reason"]


@pytest.mark.parametrize(
    "scope", [HaltScope.CLIENT, HaltScope.AGENT, HaltScope.WORKFLOW]
)
def test_no_run_is_opened_while_halted(acme: Cast, scope: HaltScope) -> None:
    halt(acme, scope, acme.open_run())

    response = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})

    assert response.status_code == 403
    assert WHY in response.json()["detail"]


def test_a_halt_of_one_run_leaves_the_others_alone(acme: Cast) -> None:
    halted, other = acme.open_run(), acme.open_run()
    halt(acme, HaltScope.RUN, halted)

    assert acme.ask_payment(halted)["status"] == "refused"
    assert acme.ask_payment(other)["status"] == "authorized"


def test_a_halt_at_one_client_leaves_the_others_alone(acme: Cast, globex: Cast) -> None:
    halt(acme, HaltScope.CLIENT, acme.open_run())

    assert globex.ask_payment(globex.open_run())["status"] == "authorized"


@SCOPES
def test_what_waited_is_refused_at_execution_although_it_was_approved(
    acme: Cast, bank: None, scope: HaltScope
) -> None:
    run = acme.open_run()
    asked = acme.ask_payment(run, amount="7400.00")
    halt(acme, scope, run)
    with acme.scope(acme.bo):
        checkpoint = Checkpoint.objects.select_related("group").get(
            id=asked["checkpoint"]["id"]
        )
        checkpoints.approve(checkpoint=checkpoint, by=acme.bo, reason="It matches.")

    perform(client_id=acme.client.id, action_id=UUID(asked["id"]))

    def refused() -> dict[str, Any] | None:
        now = acme.api("GET", f"actions/{asked['id']}").json()
        return now if now["status"] == "refused" else None

    assert eventually(refused)["refused_by"] == "standing"
    assert intent_of(acme, UUID(asked["id"])) is None
    assert payments_of(asked["parameters"]["invoice"]) == 0


@SCOPES
def test_an_admin_lifts_a_halt_with_a_reason_and_the_agent_acts_again(
    acme: Cast, bank: None, scope: HaltScope
) -> None:
    run = acme.open_run()
    halt(acme, scope, run)
    lift(acme, scope, run)

    asked = acme.ask_payment(run)
    perform(client_id=acme.client.id, action_id=UUID(asked["id"]))

    eventually(lambda: payments_of(asked["parameters"]["invoice"]) == 1)
    beat = {"fence": run["fence"]}
    again = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()
    assert again["directive"] == "continue"


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("bo", WHY, NotAllowed), ("vi", WHY, NotAllowed), ("ada", "  ", Invalid)],
)
def test_lifting_needs_an_admin_and_a_reason(
    acme: Cast, who: str, reason: str, error: type[DomainError]
) -> None:
    run = acme.open_run()
    halted = halt(acme, HaltScope.AGENT, run)
    person = acme.people[who]

    with acme.scope(person), pytest.raises(error):
        lift_halt(halted, by=person, reason=reason)

    assert acme.ask_payment(run)["status"] == "refused"


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("vi", WHY, NotAllowed), ("bo", " \n", Invalid)],
)
def test_halting_needs_an_admin_or_operator_and_a_reason(
    acme: Cast, who: str, reason: str, error: type[DomainError]
) -> None:
    person = acme.people[who]

    with acme.scope(person), pytest.raises(error):
        set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            label="This",
            by=person,
            reason=reason,
        )

    assert acme.ask_payment(acme.open_run())["status"] == "authorized"


def test_what_is_halted_is_not_halted_twice_nor_lifted_twice(acme: Cast) -> None:
    run = acme.open_run()
    halted = halt(acme, HaltScope.AGENT, run)
    with pytest.raises(Conflict):
        halt(acme, HaltScope.AGENT, run)

    lift(acme, HaltScope.AGENT, run)
    with acme.scope(acme.ada), pytest.raises(Conflict, match="no longer halted"):
        lift_halt(halted, by=acme.ada, reason="Again.")


def test_a_halt_outlives_whoever_set_it_and_cannot_be_removed(acme: Cast) -> None:
    run = acme.open_run()
    halted = halt(acme, HaltScope.AGENT, run)
    # As after a restart: nothing in the process remembers it.
    connection.close()

    assert acme.ask_payment(run)["status"] == "refused"
    for change in (
        lambda: Halt.objects.filter(id=halted.id).delete(),
        lambda: Halt.objects.filter(id=halted.id).update(target_id=acme.client.id),
    ):
        with acme.scope(acme.ada), pytest.raises(DatabaseError):
            change()
    assert acme.ask_payment(run)["status"] == "refused"


def test_halting_and_lifting_are_told_with_their_reasons(acme: Cast) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.AGENT, run)
    lift(acme, HaltScope.AGENT, run)

    with acme.scope():
        lines = story(Filters(target_id=str(acme.agent.id)))

    told = {line.event: line.sentence for line in lines}
    assert told[Event.HALT_SET] == f"Bo Lindqvist halted This, because “{WHY}”"
    assert (
        told[Event.HALT_LIFTED]
        == "Ada Rossi lifted the halt of This, because “It was nothing.”"
    )
