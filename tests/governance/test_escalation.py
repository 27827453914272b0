"""When people are told of what waits: first, half way, and when little time is left."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.escalation import Step, due_step, next_moment

ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SPAN = {"asked_at": ASKED, "deadline": ASKED + timedelta(minutes=100)}


@pytest.mark.parametrize(
    ("minute", "told", "then"),
    [
        (0, None, Step.ASKED),
        (50, Step.ASKED, Step.HALF),
        (80, Step.HALF, Step.LATE),
        # What was missed is left out: one mail says how it stands.
        (85, None, Step.LATE),
        (85, Step.ASKED, Step.LATE),
        # Before its time, because nobody was reached.
        (5, Step.ASKED, Step.HALF),
        (50, Step.HALF, Step.LATE),
        (99, Step.LATE, None),
    ],
)
def test_who_has_not_heard_yet_is_told_how_it_stands(
    minute: int, told: Step | None, then: Step | None
) -> None:
    now = ASKED + timedelta(minutes=minute)

    assert due_step(told, **SPAN, now=now) is then


def test_the_next_moment_is_the_next_steps() -> None:
    assert next_moment(Step.ASKED, **SPAN) == ASKED + timedelta(minutes=50)
    assert next_moment(Step.HALF, **SPAN) == ASKED + timedelta(minutes=80)
    assert next_moment(Step.LATE, **SPAN) is None
