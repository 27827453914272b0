"""When people are told of what waits: first, half way, and when little time is left."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from governance.escalation import (
    USUAL,
    Place,
    Step,
    Target,
    due_step,
    fault_of,
    following,
    plan,
    read_plan,
    read_steps,
    told_as,
    wording_of,
    written_plan,
    written_steps,
)

ASKED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PLANNED = plan(USUAL, moment=lambda share: ASKED + timedelta(minutes=share))
GROUP, ADMIN = Target(Place.GROUP), Target(Place.ADMIN)
SOMEBODY = Target(Place.PERSON, UUID(int=7))
OTHERS = Target(Place.TEAM, UUID(int=8))


@pytest.mark.parametrize(
    ("minute", "told", "then"),
    [
        (0, None, 0),
        (50, 0, 50),
        (80, 50, 80),
        # What was missed is left out: one mail says how it stands.
        (85, None, 80),
        (85, 0, 80),
        # Before its time, because nobody was reached.
        (5, 0, 50),
        (50, 50, 80),
        (99, 80, None),
    ],
)
def test_who_has_not_heard_yet_is_told_how_it_stands(
    minute: int, told: int | None, then: int | None
) -> None:
    now = ASKED + timedelta(minutes=minute)

    due = due_step(PLANNED, told, now=now)

    assert (due.step.after if due else None) == then


def test_the_step_after_one_is_reached_when_its_share_has_gone() -> None:
    half, late = following(PLANNED, 0), following(PLANNED, 50)

    assert half is not None
    assert half.at == ASKED + timedelta(minutes=50)
    assert late is not None
    assert late.at == ASKED + timedelta(minutes=80)
    assert following(PLANNED, 80) is None


def test_what_is_stored_reads_as_what_was_written() -> None:
    steps = (Step(0, (GROUP,)), Step(40, (SOMEBODY, OTHERS, ADMIN)))
    planned = plan(steps, moment=lambda share: ASKED + timedelta(hours=share))

    assert read_steps(written_steps(steps)) == steps
    assert read_plan(written_plan(planned)) == planned


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        (USUAL, ""),
        ((Step(0, (GROUP,)), Step(95, (SOMEBODY,))), ""),
        ((), "Tell the group itself"),
        ((Step(0, (ADMIN,)), Step(50, (GROUP,))), "Tell the group itself"),
        ((Step(10, (GROUP, ADMIN)),), "Tell the group itself"),
        ((Step(0, (GROUP,)), Step(50, (GROUP,))), "Tell somebody beyond the group"),
        ((Step(0, (GROUP,)), Step(50, (ADMIN,)), Step(50, (GROUP,))), "Let each step"),
        ((Step(0, (GROUP,)), Step(96, (ADMIN,))), "Let each step"),
        ((Step(0, (GROUP, ADMIN)), Step(50, ())), "Say of each step"),
        (
            (Step(0, (GROUP,)), *(Step(n, (ADMIN,)) for n in range(10, 70, 10))),
            "There are at most 6 steps.",
        ),
    ],
)
def test_silence_always_reaches_somebody_in_time(
    steps: tuple[Step, ...], fault: str
) -> None:
    found = fault_of(steps)

    assert found.startswith(fault)
    assert bool(found) is bool(fault)


def test_who_is_told_before_their_time_is_not_told_that_it_has_come() -> None:
    early, late = (ASKED + timedelta(minutes=minute) for minute in (49, 50))

    assert told_as(PLANNED, 50, at=early) == "nobody could be told before"
    assert told_as(PLANNED, 50, at=late) == "half of the time has gone"


def test_a_share_is_said_as_one_says_it() -> None:
    said = [wording_of(after) for after in (0, 50, 80)]

    assert said == [
        "it was asked",
        "half of the time has gone",
        "80 % of the time has gone",
    ]
