"""How severe an incident is, how long people have, and who is told when. Pure.

========  =======================================================  ===========  =======
severity  what it is for                                           acknowledge  resolve
========  =======================================================  ===========  =======
1         it cannot be trusted what happened, or it happened       5 min        1 h
          although it was found not to have, or much at once;
          a run that is half undone
2         unknown or stopped where it cannot be undone or is       15 min       4 h
          critical; an agent or a limit that nobody answers for
3         stopped otherwise; refused again and again               1 h          24 h
4         rehearsals, and what people want kept                    24 h         7 days
========  =======================================================  ===========  =======

An acknowledgement lapses when nothing is done, and then people are told anew: saying
"I have it" is not the end of it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from governance.escalation import Place, Step, Target
from governance.procedure import HaltReason


class Severity(IntEnum):
    """How severe it is; 1 is worst."""

    CRITICAL = 1
    SERIOUS = 2
    MODERATE = 3
    MINOR = 4

    @property
    def wording(self) -> str:
        """What is said of it: "2, serious"."""
        return f"{self.value}, {self.name.lower()}"

    @property
    def needs_review(self) -> bool:
        """Whether somebody has to write what was learnt."""
        return self <= Severity.SERIOUS


class Occasion(StrEnum):
    """Why a ticket is opened where no run stopped midway, or not for that."""

    CONTRADICTION = "CONTRADICTION"
    COMPENSATION_FAILED = "COMPENSATION_FAILED"
    MANY_UNKNOWN = "MANY_UNKNOWN"
    MANY_REFUSALS = "MANY_REFUSALS"
    NOBODY_ANSWERS = "NOBODY_ANSWERS"
    LIMITS_DIFFER = "LIMITS_DIFFER"
    HALT_DRILL = "HALT_DRILL"
    REPORTED = "REPORTED"


@dataclass(frozen=True, slots=True)
class Times:
    """How long people have to say "I have it", to resolve it, and until that lapses."""

    acknowledge: timedelta
    resolve: timedelta
    lapses: timedelta


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many within a span open a ticket of their own."""

    count: int
    within: timedelta


TIMES = {
    Severity.CRITICAL: Times(
        timedelta(minutes=5), timedelta(hours=1), timedelta(minutes=30)
    ),
    Severity.SERIOUS: Times(
        timedelta(minutes=15), timedelta(hours=4), timedelta(hours=2)
    ),
    Severity.MODERATE: Times(timedelta(hours=1), timedelta(days=1), timedelta(hours=8)),
    Severity.MINOR: Times(timedelta(days=1), timedelta(days=7), timedelta(days=3)),
}
# How long after it was resolved somebody has to have written what was learnt.
REVIEW_WITHIN = timedelta(days=7)
# What a notice says in the place of a share, where the deadline had passed.
LATE = 9999
UNKNOWN_AT_ONCE = Threshold(5, timedelta(minutes=10))
REFUSED_AGAIN = Threshold(20, timedelta(hours=1))

_ALWAYS: dict[str, Severity] = {
    HaltReason.AUDIT_UNAVAILABLE: Severity.CRITICAL,
    Occasion.CONTRADICTION: Severity.CRITICAL,
    Occasion.COMPENSATION_FAILED: Severity.CRITICAL,
    Occasion.MANY_UNKNOWN: Severity.CRITICAL,
    Occasion.NOBODY_ANSWERS: Severity.SERIOUS,
    Occasion.LIMITS_DIFFER: Severity.SERIOUS,
    Occasion.HALT_DRILL: Severity.MINOR,
}
# Worse where the step is critical or its effect can be neither asked about nor undone.
_WORSE_IF_WEIGHTY = frozenset(
    {
        HaltReason.POISON,
        HaltReason.CHECKPOINT_TIMEOUT,
        HaltReason.START_TO_CLOSE,
        HaltReason.DEFINITION_GONE,
    }
)
_HOLDER = Target(Place.HOLDER)
_ADMIN = Target(Place.ADMIN)
# In percent of the time to acknowledge. After the last step it is told as a figure
# to the governance leads, until somebody acknowledges.
_CHAIN = (
    Step(0, (_HOLDER,)),
    Step(50, (_HOLDER,)),
    Step(100, (_HOLDER, Target(Place.OWNER), Target(Place.DEPUTY))),
    *(Step(share, (_HOLDER, _ADMIN)) for share in (200, 400, 800, 1600, 3200)),
)
_SHORT_CHAIN = (Step(0, (_HOLDER,)), Step(100, (_HOLDER,)), Step(200, (_ADMIN,)))


def severity_of(
    reason: str, *, in_doubt: bool, weighty: bool, undoing: bool = False
) -> Severity:
    """Return how severe it is that something stopped or showed.

    ``in_doubt`` where nobody knows what happened outside; ``weighty`` where the step is
    critical, or its effect can be neither asked about nor repeated; ``undoing`` where a
    run is half undone.
    """
    if undoing:
        return Severity.CRITICAL
    if reason in _ALWAYS:
        return _ALWAYS[reason]
    worse = weighty and (in_doubt or reason in _WORSE_IF_WEIGHTY)
    return Severity.SERIOUS if worse else Severity.MODERATE


def chain_of(severity: Severity) -> tuple[Step, ...]:
    """Return who is told when, in percent of the time to acknowledge."""
    return _SHORT_CHAIN if severity is Severity.MINOR else _CHAIN


def told_because(after: int) -> str:
    """Say how far the time to acknowledge had gone: "it was opened"."""
    usual = {
        0: "it was opened",
        50: "half of the time to acknowledge it has gone",
        100: "nobody acknowledged it in time",
        LATE: "it was not resolved in time",
    }
    return usual.get(after, "still nobody has acknowledged it")
