"""The rules changed meanwhile: a person is asked again, and a yes then counts."""

from uuid import UUID

import pytest

from agents.models import EffectClass
from agents.runners import Report, Result
from governance.models import BoundaryRule, Checkpoint
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast
from tests.governance import kinds
from tests.governance.answering import answer
from tests.governance.losing import intended, lose, now_of, sent

DONE = Report(Result.DONE, "Accepted.")


def ask_a_person(cast: Cast, name: str, *, reason: str) -> None:
    """Have somebody of Finance look at this from now on, for this reason."""
    with cast.scope(cast.ada):
        rule = BoundaryRule.objects.filter(key="look").first()
        if rule is None:
            rule = draft_rule(
                number=900,
                key="look",
                title="A person looks",
                effect="checkpoint",
                action=name,
                conditions=None,
                obligation={"group": "Finance", "kind": "confirm", "minutes": 60},
                reason=reason,
            )
        rule.reason = reason
        rule.save(update_fields=["reason"])
        publish_boundary(published_by=cast.ada)


def say_yes(cast: Cast, action_id: UUID) -> None:
    """Approve what waits."""
    with cast.scope():
        waiting = Checkpoint.objects.get(action_id=action_id, state="waiting")
    answer(cast, waiting.id, cast.bo)


def test_a_yes_counts_for_what_was_sent_before_nobody_had_to_be_asked(
    acme: Cast,
) -> None:
    name = kinds.declare(acme, EffectClass.PURE)
    action_id = kinds.ask(acme, name)
    intended(acme, action_id)
    lose(acme, action_id)
    ask_a_person(acme, name, reason="It is new.")
    assert sent(acme, action_id, DONE) is None
    assert now_of(acme, action_id).status == "waiting"

    say_yes(acme, action_id)

    assert sent(acme, action_id, DONE) is not None
    assert now_of(acme, action_id).status == "succeeded"


@pytest.mark.parametrize("effect", list(EffectClass))
def test_attempts_that_ended_in_a_question_do_not_count(
    acme: Cast, effect: EffectClass
) -> None:
    name = kinds.declare(acme, effect)
    action_id = kinds.ask(acme, name)
    for number in range(4):
        ask_a_person(acme, name, reason=f"Reason {number}.")
        assert sent(acme, action_id, DONE) is None
        say_yes(acme, action_id)

    assert sent(acme, action_id, DONE) is not None

    action = now_of(acme, action_id)
    assert (action.status, action.attempts) == ("succeeded", 1)
