"""What readiness answers: each check with its gaps, and how long the answer holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from governance.readiness.situation import Situation


class Area(StrEnum):
    """What a check is about."""

    STRUCTURE = "structure"
    ACCOUNTABILITY = "accountability"
    BOUNDARIES = "boundaries"
    TRACE = "trace"
    RECOVERY = "recovery"
    REVIEWS = "reviews"


class Mend(StrEnum):
    """Where a gap is mended."""

    STEPS = "steps"
    STEP = "step"
    OWNERS = "owners"
    GROUPS = "groups"
    ACTIONS = "actions"
    BOUNDARIES = "boundaries"
    CLIENT = "client"
    DRILL = "drill"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: what, why it matters, and where it is mended.

    ``about`` tells gaps of one check apart (a step's key, a group's name); ``step``
    is the key of the step to mark, if there is one.
    """

    text: str
    why: str
    mend: Mend
    link: str
    about: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a check found, and until when that is so if nothing else changes."""

    gaps: tuple[Gap, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so. Without an agent, ``of_agent`` cannot be asked."""

    code: str
    area: Area
    title: str
    look: Callable[[Situation], Look]
    of_agent: bool = False
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class Waived:
    """Somebody answers for a gap until a moment, in writing."""

    code: str
    about: str
    by: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """A check with the gaps that are open and those that somebody waived."""

    check: Check
    open: tuple[Gap, ...]
    waived: tuple[tuple[Gap, Waived], ...]
    until: datetime | None

    @property
    def passed(self) -> bool:
        """Whether nothing is open."""
        return not self.open


class Missing(NamedTuple):
    """An open gap, and the check that found it."""

    check: Check
    gap: Gap


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of a process at a moment."""

    results: tuple[Result, ...]

    @property
    def ready(self) -> bool:
        """Whether no check has an open gap."""
        return all(result.passed for result in self.results)

    @property
    def gaps(self) -> tuple[Missing, ...]:
        """Return all open gaps with their checks."""
        return tuple(
            Missing(result.check, gap) for result in self.results for gap in result.open
        )

    @property
    def waived(self) -> tuple[tuple[Check, Gap, Waived], ...]:
        """Return all gaps that somebody answers for."""
        return tuple(
            (result.check, gap, by)
            for result in self.results
            for gap, by in result.waived
        )

    @property
    def passed(self) -> int:
        """How many checks have no open gap."""
        return sum(result.passed for result in self.results)

    @property
    def holds_until(self) -> datetime | None:
        """Until when it stays ready if nothing changes; None: without an end."""
        ends = [result.until for result in self.results if result.until is not None]
        return min(ends, default=None)

    @property
    def marks(self) -> dict[str, str]:
        """Return the first gap of each step, for a diagram."""
        marks: dict[str, str] = {}
        for _, gap in self.gaps:
            if gap.step:
                marks.setdefault(gap.step, gap.text)
        return marks
