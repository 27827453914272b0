"""Of two answers, or an answer and the deadline, exactly one counts, and once."""

import contextlib
from itertools import cycle

import pytest

from governance.models import Action
from governance.services import approvals, checkpoints
from tenants.errors import Conflict
from tests.cast import Cast
from tests.governance.answering import REASON, answer, asked, loaded, now_of
from tests.governance.counting import recounted
from tests.governance.happenings import open_run
from tests.governance.rounds import (
    LAST_MOMENTS,
    answer_and_deadline,
    four_answers,
    waiting_in,
)
from tests.racing import Racers, rounds

# With halts and intents, they share the rounds of one subject.
SHARES = 4


def test_the_second_answer_is_told_who_was_first(acme: Cast) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with pytest.raises(Conflict, match="Bo Lindqvist has answered this: approved"):
        answer(acme, waiting, acme.cy, how=checkpoints.refuse)

    assert now_of(acme, waiting).action.status == "authorized"


@pytest.mark.timeout(600)
def test_of_four_answers_at_once_exactly_one_counts(acme: Cast) -> None:
    run = open_run(acme)
    with Racers(4) as racers:
        for _ in rounds(among=SHARES):
            four_answers(acme, waiting_in(acme, run), racers)
    recounted(acme)


@pytest.mark.timeout(600)
def test_an_approval_and_the_deadline_at_once_leave_one_of_them(acme: Cast) -> None:
    run, won = open_run(acme), set()
    moments = cycle(LAST_MOMENTS)
    with Racers(2) as racers:
        for _, left in zip(rounds(among=SHARES), moments, strict=False):
            waiting = waiting_in(acme, run)
            won.add(answer_and_deadline(acme, waiting, racers, seconds=left))

    # Otherwise they did not meet.
    assert won == {"approved", "expired"}
    recounted(acme)


def test_an_answer_that_fails_later_is_no_answer(acme: Cast) -> None:
    waiting = asked(acme)

    with contextlib.suppress(InterruptedError), acme.scope(acme.bo):
        checkpoints.approve(checkpoint=loaded(waiting), by=acme.bo, reason=REASON)
        raise InterruptedError

    assert now_of(acme, waiting).state == "waiting"
    answer(acme, waiting, acme.cy)


def test_an_approval_is_used_once(acme: Cast) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with acme.scope():
        approval = loaded(waiting)
        first, second = (
            approvals.use_approval(approval.action, rules_hash=approval.rules_hash)
            for _ in range(2)
        )

    assert first == approval
    assert second is None


def test_an_approval_under_other_rules_or_of_something_else_is_not_used(
    acme: Cast,
) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with acme.scope():
        approval = loaded(waiting)
        other = replace_digest(approval.action)
        assert approvals.use_approval(approval.action, rules_hash="sha256:0") is None
        assert approvals.use_approval(other, rules_hash=approval.rules_hash) is None


def replace_digest(action: Action) -> Action:
    """Return the action as if it were about something else; nothing is stored."""
    other = Action.objects.get(id=action.id)
    other.digest = "sha256:0"
    return other
