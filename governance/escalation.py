"""When who is told of a question that waits for a person. Moments are passed in.

A client writes for each of its groups after which share of the time to answer whom; a
question keeps what was written when it was asked. Whoever is told has not answered
yet, and whom nothing reaches does not hold up the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Place(StrEnum):
    """As what somebody is told."""

    GROUP = "group"
    PERSON = "person"
    TEAM = "team"
    OWNER = "owner"
    DEPUTY = "deputy"
    ADMIN = "admin"
    HOLDER = "holder"

    @property
    def wording(self) -> str:
        """What is said of it, behind a name."""
        named = {
            Place.PERSON: "by name",
            Place.TEAM: "of another group",
            Place.HOLDER: "who has it",
        }
        return named.get(self, self.value)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom: ``id`` is the person's membership, or another group."""

    place: Place
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told once ``after`` percent of the time to answer have gone."""

    after: int
    whom: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of one question, and when it is reached."""

    step: Step
    at: datetime


_GROUP = Target(Place.GROUP)
_WHO_SEES_TO_IT = (Target(Place.OWNER), Target(Place.DEPUTY), Target(Place.ADMIN))
# What counts for a group about which nothing else has been written.
USUAL = (
    Step(0, (_GROUP,)),
    Step(50, (_GROUP,)),
    Step(80, (_GROUP, *_WHO_SEES_TO_IT)),
)
MOST_STEPS = 6
LAST_SHARE = 95


def wording_of(after: int) -> str:
    """Say how far the time to answer has gone: "half of the time has gone"."""
    usual = {0: "it was asked", 50: "half of the time has gone"}
    return usual.get(after, f"{after} % of the time has gone")


def told_as(planned: Iterable[PlannedStep], after: int, *, at: datetime) -> str:
    """Say why somebody is told at a moment: of a step that is reached, or early."""
    reached = all(one.at <= at for one in planned if one.step.after == after)
    return wording_of(after) if reached else "nobody could be told before"


def fault_of(steps: tuple[Step, ...]) -> str:
    """Return what is wrong with an escalation, and what to do about it; "" if nothing.

    Whoever decides is told at once, and silence reaches somebody beyond them.
    """
    shares = [step.after for step in steps]
    if not steps or shares[0] != 0 or _GROUP not in steps[0].whom:
        return "Tell the group itself as soon as it is asked: it is to decide."
    if len(steps) > MOST_STEPS:
        return f"There are at most {MOST_STEPS} steps."
    if shares != sorted(set(shares)) or shares[-1] > LAST_SHARE:
        return (
            f"Let each step come later than the one before, at most at {LAST_SHARE} %."
        )
    if not all(step.whom for step in steps):
        return "Say of each step who is told."
    if all(set(step.whom) <= {_GROUP} for step in steps):
        return "Tell somebody beyond the group before the time is over."
    return ""


def plan(
    steps: Iterable[Step], *, moment: Callable[[int], datetime]
) -> tuple[PlannedStep, ...]:
    """Return the steps of a question with when each is reached, by its share."""
    return tuple(PlannedStep(step, moment(step.after)) for step in steps)


def due_step(
    planned: tuple[PlannedStep, ...], told: int | None, *, now: datetime
) -> PlannedStep | None:
    """Return what people are to be told of now, ``told`` being the last they were.

    What was missed is left out: one mail says how it stands. If no newer step is
    reached yet, the next one comes early. None after the last.
    """
    left = [one for one in planned if told is None or one.step.after > told]
    reached = [one for one in left if one.at <= now]
    return reached[-1] if reached else next(iter(left), None)


def following(planned: tuple[PlannedStep, ...], told: int) -> PlannedStep | None:
    """Return the step after this one; None after the last."""
    return next((one for one in planned if one.step.after > told), None)


def written_steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return steps as they are stored."""
    return [_written(step) for step in steps]


def read_steps(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return steps that ``written_steps`` wrote."""
    return tuple(
        Step(int(one["after"]), tuple(_target(whom) for whom in one["whom"]))
        for one in stored
    )


def written_plan(planned: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """Return the steps of a question as they are stored."""
    return [{**_written(one.step), "at": one.at.isoformat()} for one in planned]


def read_plan(stored: list[dict[str, Any]]) -> tuple[PlannedStep, ...]:
    """Return the steps of a question that ``written_plan`` wrote."""
    moments = [datetime.fromisoformat(one["at"]) for one in stored]
    steps = read_steps(stored)
    return tuple(PlannedStep(step, at) for step, at in zip(steps, moments, strict=True))


def _written(step: Step) -> dict[str, Any]:
    whom = [
        {"place": one.place.value, **({"id": str(one.id)} if one.id else {})}
        for one in step.whom
    ]
    return {"after": step.after, "whom": whom}


def _target(stored: Mapping[str, Any]) -> Target:
    found = stored.get("id")
    return Target(Place(stored["place"]), UUID(found) if found else None)
