"""Actions that agents carry out themselves: a permit each, and a word afterwards."""

from typing import Any
from unittest import mock
from uuid import UUID

import jwt
import pytest
from django.test import Client as Browser

from agents.models import EffectClass, Performer
from audit.models import Entry
from governance.models import Action, HaltScope, Intent, Outcome
from governance.services.execution import perform
from governance.services.sweep import carry_out_due
from tests.cast import Cast
from tests.governance import kinds
from tests.governance.halting import at_work, halt, lift
from tests.governance.losing import (
    let_the_lease_end,
    lose,
    lose_agent,
    make_due,
    now_of,
    sources_of,
    ticket_of,
)


def allowed(cast: Cast, effect: EffectClass = EffectClass.UNSAFE, **more: Any) -> UUID:
    name = kinds.declare(cast, effect, performer=Performer.AGENT, **more)
    return kinds.ask(cast, name)


def start(cast: Cast, action_id: UUID) -> Any:
    return cast.api("POST", f"actions/{action_id}/start")


def report(cast: Cast, action_id: UUID, status: str) -> Any:
    said = {"status": status, "summary": "Seen in the shop.", "evidence": {"n": 1}}
    return cast.api("POST", f"actions/{action_id}/outcome", said)


def verified(answer: Any) -> dict[str, Any]:
    """Verify a permit as its target does: with what the platform publishes."""
    published: Any = Browser().get("/.well-known/jwks.json")
    keys = jwt.PyJWKSet.from_dict(published.json())
    token = answer.json()["permit"]["token"]
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=["EdDSA"], audience=answer.json()["action"]
    )
    return claims


def test_no_worker_takes_it(acme: Cast) -> None:
    action_id = allowed(acme)

    perform(client_id=acme.client.id, action_id=action_id)
    carry_out_due()

    assert now_of(acme, action_id).status == "authorized"


def test_nobody_waits_for_what_only_the_agent_can_move(acme: Cast) -> None:
    action_id = allowed(acme)

    with mock.patch("governance.api.waiting.time.sleep", side_effect=AssertionError):
        answer = acme.api("GET", f"actions/{action_id}?wait=25")

    assert answer.json()["status"] == "authorized"


def test_what_its_agent_does_not_start_in_time_is_withdrawn(acme: Cast) -> None:
    action_id = allowed(acme)
    make_due(acme, action_id)

    perform(client_id=acme.client.id, action_id=action_id)

    assert now_of(acme, action_id).status == "cancelled"
    assert start(acme, action_id).status_code == 409


def test_a_permit_says_who_may_do_exactly_what_and_until_when(acme: Cast) -> None:
    action_id = allowed(acme, permit_seconds=60)

    started = start(acme, action_id)

    claims = verified(started)
    action = now_of(acme, action_id)
    assert started.json()["status"] == action.status == "running"
    assert claims["sub"] == str(acme.agent.id)
    assert claims["parameters"] == action.parameters
    assert claims["digest"] == action.digest
    with acme.scope():
        intent = Intent.objects.get(action_id=action_id)
    assert claims["jti"] == started.json()["permit"]["intent"] == str(intent.id)
    # Whole seconds, both rounded down; the intent is written after the lease begins.
    assert claims["exp"] - claims["iat"] in {59, 60}


def test_a_permit_that_somebody_changed_is_worth_nothing(acme: Cast) -> None:
    started = start(acme, allowed(acme))
    token = started.json()["permit"]["token"]
    head, _, signature = token.split(".")
    other = jwt.utils.base64url_encode(b'{"aud":"agent.unsafe"}').decode()

    published: Any = Browser().get("/.well-known/jwks.json")
    key = jwt.PyJWKSet.from_dict(published.json()).keys[0]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(
            f"{head}.{other}.{signature}",
            key,
            algorithms=["EdDSA"],
            audience="agent.unsafe",
        )


def test_asked_for_again_it_is_the_same_permit_until_it_expires(acme: Cast) -> None:
    action_id = allowed(acme)
    first = start(acme, action_id).json()["permit"]

    assert start(acme, action_id).json()["permit"] == first

    let_the_lease_end(acme, action_id)
    expired = start(acme, action_id).json()
    assert (expired["permit"], expired["status"]) == (None, "unknown")


def test_asked_for_again_after_a_halt_there_is_none(acme: Cast) -> None:
    run = acme.open_run()
    name = kinds.declare(acme, EffectClass.UNSAFE, performer=Performer.AGENT)
    action_id = kinds.ask(acme, name, run)
    first = start(acme, action_id).json()["permit"]
    halt(acme, HaltScope.AGENT, run)

    again = start(acme, action_id).json()

    assert (again["permit"], again["status"]) == (None, "running")
    lift(acme, HaltScope.AGENT, run)
    assert start(acme, action_id).json()["permit"] == first


def test_asked_for_again_after_the_run_has_stopped_there_is_none(acme: Cast) -> None:
    run = acme.open_run()
    name = kinds.declare(acme, EffectClass.UNSAFE, performer=Performer.AGENT)
    action_id = kinds.ask(acme, name, run)
    start(acme, action_id)

    lose_agent(acme, run)

    assert start(acme, action_id).json()["permit"] is None


def test_a_permit_that_is_not_reported_in_time_is_unknown(acme: Cast) -> None:
    action_id = allowed(acme)
    start(acme, action_id)

    lose(acme, action_id)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")
    assert ticket_of(acme, action_id) is not None


def test_not_even_what_may_be_repeated_is_given_a_second_permit(acme: Cast) -> None:
    action_id = allowed(acme, EffectClass.IDEMPOTENT)
    start(acme, action_id)

    lose(acme, action_id)

    assert now_of(acme, action_id).status == "unknown"


@pytest.mark.parametrize("status", ["succeeded", "failed", "unknown"])
def test_the_agents_word_is_the_outcome(acme: Cast, status: str) -> None:
    action_id = allowed(acme)
    start(acme, action_id)

    answer = report(acme, action_id, status)

    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == now_of(acme, action_id).status == status
    with acme.scope():
        assert Outcome.objects.get(intent__action_id=action_id).source == "agent"


def test_a_word_that_comes_late_settles_what_nobody_knew(acme: Cast) -> None:
    action_id = allowed(acme)
    start(acme, action_id)
    lose(acme, action_id)

    answer = report(acme, action_id, "succeeded")

    assert answer.json()["status"] == "succeeded"
    assert sources_of(acme, action_id) == [
        ("unknown", "sweeper"),
        ("done", "late_result"),
    ]


def test_the_gate_is_asked_again_before_a_permit(acme: Cast) -> None:
    run = acme.open_run()
    name = kinds.declare(acme, EffectClass.UNSAFE, performer=Performer.AGENT)
    action_id = kinds.ask(acme, name, run)
    halt(acme, HaltScope.AGENT, run)

    refused = start(acme, action_id).json()

    assert (refused["permit"], refused["status"]) == (None, "refused")
    assert refused["refused_by"] == "standing"
    with acme.scope():
        assert not Intent.objects.filter(action_id=action_id).exists()


def test_what_was_not_started_has_no_outcome(acme: Cast) -> None:
    action_id = allowed(acme)

    assert report(acme, action_id, "succeeded").status_code == 409
    assert now_of(acme, action_id).status == "authorized"


def test_what_is_settled_stays_settled(acme: Cast) -> None:
    action_id = allowed(acme)
    start(acme, action_id)
    report(acme, action_id, "succeeded")

    assert report(acme, action_id, "failed").status_code == 409
    assert start(acme, action_id).status_code == 409
    assert now_of(acme, action_id).status == "succeeded"


def test_what_the_platform_carries_out_is_not_for_the_agent(acme: Cast) -> None:
    action_id = UUID(acme.ask_payment(acme.open_run(), amount="7400.00")["id"])

    assert start(acme, action_id).status_code == 409
    assert report(acme, action_id, "succeeded").status_code == 409


def test_when_the_run_stops_what_was_not_started_is_withdrawn(acme: Cast) -> None:
    action_id = allowed(acme)
    run = now_of(acme, action_id).run
    stop = {
        "reason": "The page is not readable.",
        "last_safe_point": "Before reading.",
        "side_effects": "none",
    }

    acme.api("POST", f"runs/{run.id}/interrupt", stop)

    assert now_of(acme, action_id).status == "cancelled"
    assert start(acme, action_id).status_code == 409


def test_the_permit_is_on_the_ledger(acme: Cast) -> None:
    action_id = allowed(acme)
    start(acme, action_id)

    with at_work(acme):
        assert Action.objects.filter(id=action_id).exists()
        assert Entry.objects.filter(event="action.permitted").count() == 1
