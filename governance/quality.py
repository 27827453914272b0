"""How people decide: how fast, how often no, and how often nobody does.

What always gets a yes asks for nothing, and what never does could be refused at once:
both are work that teaches people not to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median_high

# Nobody has read what they decide in so little time.
HASTY = timedelta(seconds=10)
# From so many answers on, all of one kind mean something.
ENOUGH = 10


class Ending(StrEnum):
    """How a question ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Advice(StrEnum):
    """What answers that are all alike speak for."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it ended, and how long it took until it was answered."""

    ending: Ending
    took: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """How many questions ended how; half were answered within ``half_within``.

    ``hasty`` are the answers that came sooner than anybody can have read.
    """

    approved: int
    refused: int
    lapsed: int
    hasty: int
    half_within: timedelta | None

    @property
    def answered(self) -> int:
        """How many somebody answered."""
        return self.approved + self.refused

    @property
    def asked(self) -> int:
        """How many there were."""
        return self.answered + self.lapsed

    @property
    def advice(self) -> Advice | None:
        """What the answers speak for, if there are enough and all are alike."""
        if self.answered < ENOUGH or (self.approved and self.refused):
            return None
        return Advice.ALLOW if self.approved else Advice.DENY


def quality_of(cases: Iterable[Case]) -> Quality:
    """Return how these questions were decided."""
    known = list(cases)
    endings = [case.ending for case in known]
    took = [case.took for case in known if case.took is not None]
    return Quality(
        approved=endings.count(Ending.APPROVED),
        refused=endings.count(Ending.REFUSED),
        lapsed=endings.count(Ending.LAPSED),
        hasty=sum(1 for one in took if one < HASTY),
        half_within=median_high(took) if took else None,
    )
