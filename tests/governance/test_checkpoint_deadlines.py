"""Silence is no: what nobody answers in time is refused, and holds nothing."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from audit.events import Event
from governance.models import Hold, LimitUse, Reservation
from governance.services import checkpoints
from governance.services.silence import let_expire
from tenants.errors import Conflict
from tests.cast import Cast
from tests.governance.answering import (
    answer,
    asked,
    clock_ahead,
    events_of,
    loaded,
    now_of,
    sweep,
)


def holds_of(action_id: uuid.UUID) -> set[str]:
    return set(
        Reservation.objects.filter(action=action_id).values_list("state", flat=True)
    )


def test_after_the_deadline_nobody_can_approve(acme: Cast) -> None:
    waiting = asked(acme)

    with (
        clock_ahead(timedelta(hours=25)),
        pytest.raises(Conflict, match="deadline has passed"),
    ):
        answer(acme, waiting, acme.bo)

    assert now_of(acme, waiting).action.status == "waiting"


def test_silence_is_a_no_and_gives_back_what_was_reserved(acme: Cast) -> None:
    waiting = asked(acme, invoice="NL-7731")
    action = now_of(acme, waiting).action

    with clock_ahead(timedelta(hours=25)):
        sweep()

    found = now_of(acme, waiting)
    assert (found.state, found.action.status) == ("expired", "expired")
    assert (found.answered_by, found.answered_at) == (None, None)
    assert Event.CHECKPOINT_EXPIRED in events_of(acme, action)
    with acme.scope():
        assert holds_of(action.id) == {Hold.RELEASED}
        assert set(LimitUse.objects.values_list("used", "reserved")) == {
            (Decimal(0), Decimal(0))
        }
    # It may be asked for again.
    assert now_of(acme, asked(acme, invoice="NL-7731")).state == "waiting"


def test_a_refusal_gives_back_what_was_reserved(acme: Cast) -> None:
    waiting = asked(acme, invoice="NL-7731")

    answer(acme, waiting, acme.bo, how=checkpoints.refuse)

    with acme.scope():
        assert holds_of(loaded(waiting).action_id) == {Hold.RELEASED}
    # It may be asked for again.
    assert now_of(acme, asked(acme, invoice="NL-7731")).state == "waiting"


def test_the_sweep_leaves_what_can_still_be_answered(acme: Cast) -> None:
    waiting = asked(acme)

    with clock_ahead(timedelta(hours=23)):
        sweep()

    answer(acme, waiting, acme.bo)
    assert now_of(acme, waiting).state == "approved"


def test_nothing_lapses_before_its_deadline(acme: Cast) -> None:
    waiting = asked(acme)

    with acme.scope():
        let_expire(loaded(waiting))

    assert now_of(acme, waiting).state == "waiting"


def test_an_approval_in_time_stands_when_the_deadline_has_passed(acme: Cast) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo)

    with clock_ahead(timedelta(hours=25)), acme.scope():
        let_expire(loaded(waiting))

    found = now_of(acme, waiting)
    assert (found.state, found.action.status) == ("approved", "authorized")
