"""Of two answers, or an answer and the deadline, exactly one counts, and once."""

import contextlib
import uuid
from datetime import timedelta
from functools import partial

import pytest

from audit.events import Event
from governance.models import Action
from governance.services import checkpoints
from tenants.clock import database_now
from tenants.errors import Conflict
from tests.cast import Cast
from tests.governance.answering import (
    REASON,
    answer,
    asked,
    clock_ahead,
    events_of,
    loaded,
    now_of,
)
from tests.governance.counting import recounted
from tests.racing import race, rounds

# A round here costs as much as several of a limit's races.
SHARES = 40


def test_the_second_answer_is_told_who_was_first(acme: Cast) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with pytest.raises(Conflict, match="Bo Lindqvist has answered this: approved"):
        answer(acme, waiting, acme.cy, how=checkpoints.refuse)

    assert now_of(acme, waiting).action.status == "authorized"


def test_of_four_answers_at_once_exactly_one_counts(acme: Cast) -> None:
    people = [acme.bo, acme.cy, acme.bo, acme.cy]
    hows = [checkpoints.approve, checkpoints.approve, checkpoints.refuse]
    for _ in rounds(among=SHARES):
        waiting = asked(acme, amount="501.00")

        ends = race(
            *(
                partial(answer, acme, waiting, who, how=how)
                for who, how in zip(people, [*hows, checkpoints.refuse], strict=True)
            )
        )

        found = now_of(acme, waiting)
        lost = [end for end in ends if end is not None]
        winner = people[ends.index(None)]
        assert len(lost) == 3
        told = f"{winner.user.name} has answered this: {found.state}."
        assert [(type(end), str(end)) for end in lost] == [(Conflict, told)] * 3
        assert found.answered_by == winner
        ended = {"approved": "authorized", "refused": "refused"}
        assert found.action.status == ended[found.state]
        answers = {Event.CHECKPOINT_APPROVED, Event.CHECKPOINT_REFUSED}
        assert sum(one in answers for one in events_of(acme, found.action)) == 1
    recounted(acme)


def test_an_approval_and_the_deadline_at_once_leave_one_of_them(acme: Cast) -> None:
    for number in rounds(among=SHARES):
        waiting = asked(acme, amount="501.00")
        with acme.scope():
            left = loaded(waiting).deadline - database_now()

        def expire(waiting: uuid.UUID = waiting) -> None:
            while now_of(acme, waiting).state == "waiting":
                with acme.scope():
                    checkpoints.expire(loaded(waiting))

        with clock_ahead(left - timedelta(milliseconds=4 * number)):
            approved, expired = race(partial(answer, acme, waiting, acme.bo), expire)

        found = now_of(acme, waiting)
        won = "expired" if isinstance(approved, Conflict) else "approved"
        ended = {"approved": "authorized", "expired": "expired"}
        assert expired is None
        assert (found.state, found.action.status) == (won, ended[won])
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
            checkpoints.use_approval(approval.action, rules_hash=approval.rules_hash)
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
        assert checkpoints.use_approval(approval.action, rules_hash="sha256:0") is None
        assert checkpoints.use_approval(other, rules_hash=approval.rules_hash) is None


def replace_digest(action: Action) -> Action:
    """Return the action as if it were about something else; nothing is stored."""
    other = Action.objects.get(id=action.id)
    other.digest = "sha256:0"
    return other
