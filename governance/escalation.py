"""When who is told of a question that waits for a person. Moments are passed in.

First the group, and again when half of the time has gone; when little is left, also
those who can see to it that somebody decides. Whoever is told of a step has not
answered yet, and whom nothing reaches does not hold up the next.
"""

from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """How far the time to answer has gone; ``wording`` says it."""

    ASKED = "asked"
    HALF = "half"
    LATE = "late"

    @property
    def wording(self) -> str:
        """What is said of it: "half of the time has gone"."""
        return _WORDING[self]


class Place(StrEnum):
    """As what somebody is told."""

    GROUP = "group"
    OWNER = "owner"
    DEPUTY = "deputy"
    ADMIN = "admin"


_WORDING = {
    Step.ASKED: "it was asked",
    Step.HALF: "half of the time has gone",
    Step.LATE: "little time is left",
}
# After which share of the time, in percent, and whom.
_AFTER = {Step.ASKED: 0, Step.HALF: 50, Step.LATE: 80}
WHOM = {
    Step.ASKED: (Place.GROUP,),
    Step.HALF: (Place.GROUP,),
    Step.LATE: (Place.GROUP, Place.OWNER, Place.DEPUTY, Place.ADMIN),
}


def moment_of(step: Step, *, asked_at: datetime, deadline: datetime) -> datetime:
    """Return when a step is reached."""
    return asked_at + (deadline - asked_at) * _AFTER[step] / 100


def due_step(
    told: Step | None, *, asked_at: datetime, deadline: datetime, now: datetime
) -> Step | None:
    """Return what people are to be told of now, ``told`` being the last they were.

    What was missed is left out: one mail says how it stands. If no newer step is
    reached yet, the next one comes early. None after the last.
    """
    steps = list(Step)
    left = steps[steps.index(told) + 1 :] if told else steps
    reached = [
        step
        for step in left
        if moment_of(step, asked_at=asked_at, deadline=deadline) <= now
    ]
    return reached[-1] if reached else next(iter(left), None)


def next_moment(
    told: Step, *, asked_at: datetime, deadline: datetime
) -> datetime | None:
    """Return when the step after this one is reached; None after the last."""
    steps = list(Step)
    after = steps[steps.index(told) + 1 :]
    if not after:
        return None
    return moment_of(after[0], asked_at=asked_at, deadline=deadline)
