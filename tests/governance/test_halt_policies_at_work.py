"""What a process says about stopping midway is what happens then."""

from typing import Any

import pytest

from agents.models import EffectClass
from agents.runners import Report, Result
from governance.models import Checkpoint
from governance.services.boundaries import draft_rule, publish_boundary
from governance.services.silence import let_expire
from tenants.errors import Invalid, NotAllowed
from tests.cast import Cast
from tests.governance import kinds
from tests.governance.answering import clock_ahead
from tests.governance.halting import at_work
from tests.governance.losing import (
    intended,
    lose,
    lose_agent,
    make_due,
    now_of,
    sent,
    stops_of,
    taken,
    ticket_of,
)
from tests.governance.policies import asked_at, run_at, stop_of, tickets_of

DONE = Report(Result.DONE, "The bank accepted it.")
NOT_DONE = Report(Result.FAILED_CLEAN, "The bank refused it.")
SILENCE = Report(Result.UNKNOWN, "The bank did not answer.")
STRICT = [("hand_over", "hand_over"), ("fail_closed", "fail_closed")]
STOP = {"reason": "I cannot.", "last_safe_point": "here", "side_effects": "none"}


def cases(**then: str) -> dict[str, Any]:
    return {"cases": then}


def rule(cast: Cast, action: str, effect: str, **more: Any) -> None:
    """Publish a rule about what is more than 100.00 EUR, as all here is."""
    over = {
        "field": "parameters.amount",
        "op": "more_than",
        "value": {"amount": "100.00", "currency": "EUR"},
    }
    with cast.scope(cast.ada):
        draft_rule(
            number=900,
            key=f"{effect}-{action}",
            title="Not so much",
            effect=effect,
            workflow="*",
            action=action,
            conditions=over,
            reason="It is only a test.",
            **more,
        )
        publish_boundary(published_by=cast.ada)


def forbid(cast: Cast, action: str) -> None:
    """Publish a rule that forbids what was allowed when it was asked."""
    rule(cast, action, "deny")


def test_what_may_be_repeated_is_held_where_its_step_says_so(acme: Cast) -> None:
    name = kinds.declare(acme, EffectClass.IDEMPOTENT)
    run = run_at(acme, name, cases(LOST_AFTER_SEND="hand_over"))
    action_id = asked_at(acme, run, name)
    intended(acme, action_id)

    lose(acme, action_id)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("unknown", "interrupted")
    assert stop_of(acme, run).code == "LOST_AFTER_SEND"


def test_the_word_about_all_counts_for_a_lost_answer(acme: Cast) -> None:
    name = kinds.declare(acme, EffectClass.IDEMPOTENT)
    run = run_at(acme, name, {"policy": "hand_over"})
    action_id = asked_at(acme, run, name)

    assert sent(acme, action_id, SILENCE)

    assert now_of(acme, action_id).status == "unknown"
    assert stop_of(acme, run).code == "EXCEPTION_AFTER_SEND"


@pytest.mark.parametrize(("then", "kept"), STRICT)
def test_what_was_never_sent_is_not_tried_again_where_its_step_says_so(
    acme: Cast, then: str, kept: str
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(LOST_BEFORE_SEND=then))
    action_id = asked_at(acme, run, name)
    taken(acme, action_id)

    lose(acme, action_id)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("failed", "interrupted")
    stop = stop_of(acme, run)
    assert (stop.code, stop.then) == ("LOST_BEFORE_SEND", kept)


@pytest.mark.parametrize(("then", "kept"), STRICT)
def test_a_failure_without_effect_stops_the_run_where_its_step_says_so(
    acme: Cast, then: str, kept: str
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(EXCEPTION_CLEAN=then))
    action_id = asked_at(acme, run, name)

    assert sent(acme, action_id, NOT_DONE)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("failed", "interrupted")
    assert stop_of(acme, run).then == kept
    assert "The bank refused it." in stop_of(acme, run).cause


def test_usually_a_failure_without_effect_leaves_the_run_to_its_agent(
    acme: Cast,
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, {})
    action_id = asked_at(acme, run, name)

    assert sent(acme, action_id, NOT_DONE)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("failed", "running")
    assert tickets_of(acme, run) == []


def test_a_failure_without_effect_is_tried_again_three_times_at_most(
    acme: Cast,
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(EXCEPTION_CLEAN="retry"), alone=False)
    action_id = asked_at(acme, run, name)

    first = sent(acme, action_id, NOT_DONE)
    assert now_of(acme, action_id).status == "authorized"
    second = sent(acme, action_id, NOT_DONE)
    assert now_of(acme, action_id).status == "authorized"
    third = sent(acme, action_id, NOT_DONE)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("failed", "running")
    # Under one intent: whoever looks at the target sees one attempt to do one thing.
    assert first == second == third is not None


def test_what_succeeds_at_the_second_attempt_has_succeeded(acme: Cast) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(EXCEPTION_CLEAN="retry"), alone=False)
    action_id = asked_at(acme, run, name)

    sent(acme, action_id, NOT_DONE)
    sent(acme, action_id, DONE)

    assert now_of(acme, action_id).status == "succeeded"


def test_forbidden_before_the_second_attempt_it_is_refused_and_not_in_doubt(
    acme: Cast,
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(EXCEPTION_CLEAN="retry"), alone=False)
    action_id = asked_at(acme, run, name)
    sent(acme, action_id, NOT_DONE)
    forbid(acme, name)

    assert sent(acme, action_id, DONE) is None

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("refused", "running")


@pytest.mark.parametrize(("then", "kept"), STRICT)
def test_forbidden_at_the_last_moment_the_run_stops_where_its_step_says_so(
    acme: Cast, then: str, kept: str
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    run = run_at(acme, name, cases(BOUNDARY_BREACH=then))
    action_id = asked_at(acme, run, name)
    forbid(acme, name)

    assert sent(acme, action_id, DONE) is None

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("refused", "interrupted")
    stop = stop_of(acme, run)
    assert (stop.code, stop.then) == ("BOUNDARY_BREACH", kept)


@pytest.mark.parametrize(("then", "kept"), STRICT)
def test_unanswered_the_run_stops_where_its_step_says_so(
    acme: Cast, then: str, kept: str
) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)
    finance = {"group": "Finance", "kind": "confirm", "minutes": 60}
    rule(acme, name, "checkpoint", obligation=finance)
    run = run_at(acme, name, cases(CHECKPOINT_TIMEOUT=then))
    action_id = asked_at(acme, run, name)
    with acme.scope():
        waiting = Checkpoint.objects.select_related("group").get(action=action_id)
        left = waiting.deadline - waiting.asked_at

    with clock_ahead(left), at_work(acme):
        let_expire(waiting)

    found = now_of(acme, action_id)
    assert (found.status, found.run.state) == ("expired", "interrupted")
    stop = stop_of(acme, run)
    assert (stop.code, stop.then) == ("CHECKPOINT_TIMEOUT", kept)


def test_what_stops_every_worker_stays_stopped_for_good_where_its_step_says_so(
    acme: Cast,
) -> None:
    name = kinds.declare(acme, EffectClass.PURE)
    run = run_at(acme, name, cases(POISON="fail_closed"))
    action_id = asked_at(acme, run, name)
    for _ in range(3):
        make_due(acme, action_id)
        taken(acme, action_id)
        lose(acme, action_id)

    stop = stop_of(acme, run)
    assert (stop.code, stop.then) == ("POISON", "fail_closed")
    assert stop.disposition.startswith("Do not try again")


@pytest.mark.parametrize("way", ["silent", "says so"])
def test_an_agent_that_stops_is_followed_as_its_step_says(acme: Cast, way: str) -> None:
    reasons = {"silent": "NEVER_STARTED", "says so": "AGENT_SELF_HALT"}
    run = run_at(acme, "payment.send", {"cases": {reasons[way]: "fail_closed"}})
    if way == "silent":
        assert lose_agent(acme, run)
    else:
        answer = acme.api("POST", f"runs/{run['id']}/interrupt", STOP)
        assert answer.status_code == 200

    assert stops_of(acme, run["id"]) == [reasons[way]]
    stop = stop_of(acme, run)
    assert stop.then == "fail_closed"
    assert stop.disposition.startswith("It stays stopped for good")


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ({"kind": "group", "name": "Finance"}, "Bo Lindqvist"),
        ({"kind": "person", "name": "vi"}, "Vi Tanaka"),
        ({"kind": "owner"}, "Ada Rossi"),
        # Nobody of that name: whoever answers for the agent.
        ({"kind": "group", "name": "Nobody"}, "Ada Rossi"),
    ],
)
def test_whoever_the_step_names_has_it_for_as_long_as_it_says(
    acme: Cast, who: dict[str, str], name: str
) -> None:
    if who.get("name") == "vi":
        who = who | {"name": acme.vi.user.email}
    name_of_action = kinds.declare(acme, EffectClass.UNSAFE)
    halt = {"policy": "hand_over", "who": who, "within_minutes": 90}
    run = run_at(acme, name_of_action, halt)
    action_id = asked_at(acme, run, name_of_action)
    sent(acme, action_id, SILENCE)

    ticket = ticket_of(acme, action_id)

    assert ticket is not None
    assert ticket.owner.user.name == name
    assert (ticket.deadline - ticket.opened_at).total_seconds() == 90 * 60
    assert stop_of(acme, run).person == ticket.owner


def test_what_is_looser_than_usual_takes_a_second_person(acme: Cast) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)

    with pytest.raises(NotAllowed, match="“Do it” is looser about stopping midway"):
        run_at(acme, name, cases(EXCEPTION_CLEAN="retry"))

    run_at(acme, name, cases(EXCEPTION_CLEAN="retry"), alone=False)


@pytest.mark.parametrize("then", ["retry", "go_on", "fail_closed"])
def test_what_cannot_be_is_not_published(acme: Cast, then: str) -> None:
    name = kinds.declare(acme, EffectClass.UNSAFE)

    with pytest.raises(Invalid, match="LOST_AFTER_SEND what cannot be done there"):
        run_at(acme, name, cases(LOST_AFTER_SEND=then), alone=False)
