"""A worker went silent: what follows is what can be proved about the effect."""

from datetime import timedelta
from uuid import UUID

import pytest

from agents.models import EffectClass
from agents.runners import Report, Result
from governance.models import HaltScope, Intent
from governance.services.dispositions import MOST_ATTEMPTS
from tests.cast import Cast
from tests.governance import kinds
from tests.governance.answering import clock_ahead
from tests.governance.halting import halt
from tests.governance.losing import (
    intended,
    lose,
    make_due,
    now_of,
    sent,
    sources_of,
    stops_of,
    taken,
    ticket_of,
)

ANY = pytest.mark.parametrize("effect", list(EffectClass))
REPEATABLE = pytest.mark.parametrize(
    "effect", [EffectClass.PURE, EffectClass.IDEMPOTENT]
)
DONE = Report(Result.DONE, "Accepted.")
NO_CONNECTION = Report(Result.FAILED_CLEAN, "Not sent, no connection.")
NO_ANSWER = Report(Result.UNKNOWN, "Sent, and no answer.")


def intents_of(cast: Cast, action_id: UUID) -> list[UUID]:
    with cast.scope():
        return [intent.id for intent in Intent.objects.filter(action_id=action_id)]


def tried(cast: Cast, effect: EffectClass, *, attempts: int) -> UUID:
    """Have workers stop right after their intents, so often, and return the action."""
    action_id = kinds.ask(cast, kinds.declare(cast, effect))
    for _ in range(attempts):
        make_due(cast, action_id)
        intended(cast, action_id)
        lose(cast, action_id)
    return action_id


@ANY
def test_before_the_intent_another_worker_takes_it(
    acme: Cast, effect: EffectClass
) -> None:
    action_id = kinds.ask(acme, kinds.declare(acme, effect))
    taken(acme, action_id)
    lose(acme, action_id)
    assert now_of(acme, action_id).status == "authorized"

    assert sent(acme, action_id, DONE)

    action = now_of(acme, action_id)
    assert (action.status, action.attempts) == ("succeeded", 2)
    assert ticket_of(acme, action_id) is None


@ANY
def test_what_stops_every_worker_is_given_up_and_somebody_gets_a_ticket(
    acme: Cast, effect: EffectClass
) -> None:
    action_id = kinds.ask(acme, kinds.declare(acme, effect))
    for _ in range(MOST_ATTEMPTS):
        make_due(acme, action_id)
        taken(acme, action_id)
        lose(acme, action_id)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("failed", "interrupted")
    assert stops_of(acme, action.run_id) == ["POISON"]
    ticket = ticket_of(acme, action_id)
    assert ticket is not None
    assert ticket.owner == acme.ada


@REPEATABLE
def test_what_may_be_repeated_is_sent_again_under_the_same_intent(
    acme: Cast, effect: EffectClass
) -> None:
    action_id = tried(acme, effect, attempts=1)
    assert now_of(acme, action_id).status == "authorized"

    under = sent(acme, action_id, DONE)

    assert intents_of(acme, action_id) == [under]
    assert now_of(acme, action_id).status == "succeeded"


@REPEATABLE
def test_an_answer_that_never_came_is_asked_for_again_in_the_same_way(
    acme: Cast, effect: EffectClass
) -> None:
    action_id = kinds.ask(acme, kinds.declare(acme, effect))
    first = sent(acme, action_id, NO_ANSWER)
    assert now_of(acme, action_id).status == "authorized"

    assert sent(acme, action_id, DONE) == first
    assert sources_of(acme, action_id) == [("unknown", "worker"), ("done", "worker")]


def test_a_no_is_only_about_the_attempt_that_it_answers(acme: Cast) -> None:
    action_id = kinds.ask(acme, kinds.declare(acme, EffectClass.IDEMPOTENT))
    sent(acme, action_id, NO_ANSWER)

    sent(acme, action_id, NO_CONNECTION)
    assert now_of(acme, action_id).status == "authorized", "it may have happened"

    sent(acme, action_id, NO_CONNECTION)
    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")


def test_what_has_no_effect_is_given_up_after_three_attempts(acme: Cast) -> None:
    action_id = tried(acme, EffectClass.PURE, attempts=MOST_ATTEMPTS)

    assert now_of(acme, action_id).status == "failed"
    assert sources_of(acme, action_id)[-1] == ("failed_clean", "sweeper")


def test_after_three_attempts_nobody_knows_and_the_run_is_held(acme: Cast) -> None:
    action_id = tried(acme, EffectClass.IDEMPOTENT, attempts=MOST_ATTEMPTS)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")


def test_what_its_target_has_forgotten_is_not_sent_again(acme: Cast) -> None:
    name = kinds.declare(acme, EffectClass.IDEMPOTENT, repeat_seconds=60)
    action_id = kinds.ask(acme, name)
    intended(acme, action_id)

    with clock_ahead(timedelta(seconds=90)):
        lose(acme, action_id)

    assert now_of(acme, action_id).status == "unknown"


def test_what_can_be_asked_about_is_unknown_owned_and_its_run_goes_on(
    acme: Cast,
) -> None:
    action_id = tried(acme, EffectClass.QUERYABLE, attempts=1)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "running")
    ticket = ticket_of(acme, action_id)
    assert ticket is not None
    assert (ticket.state, ticket.owner) == ("open", acme.ada)
    assert ticket.deadline > ticket.opened_at


def test_what_cannot_be_asked_about_is_held_for_a_person(acme: Cast) -> None:
    action_id = tried(acme, EffectClass.UNSAFE, attempts=1)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")
    assert stops_of(acme, action.run_id) == ["LOST_AFTER_SEND"]
    assert sent(acme, action_id, DONE) is None


def test_when_the_gate_forbids_sending_again_nobody_knows(acme: Cast) -> None:
    run = acme.open_run()
    name = kinds.declare(acme, EffectClass.IDEMPOTENT)
    action_id = kinds.ask(acme, name, run)
    intended(acme, action_id)
    lose(acme, action_id)
    halt(acme, HaltScope.AGENT, run)

    assert sent(acme, action_id, DONE) is None

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("unknown", "interrupted")
    assert ticket_of(acme, action_id) is not None


def test_when_the_gate_forbids_reading_again_it_is_refused(acme: Cast) -> None:
    run = acme.open_run()
    action_id = kinds.ask(acme, kinds.declare(acme, EffectClass.PURE), run)
    intended(acme, action_id)
    lose(acme, action_id)
    halt(acme, HaltScope.AGENT, run)

    assert sent(acme, action_id, DONE) is None
    assert now_of(acme, action_id).status == "refused"
