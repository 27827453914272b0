"""Who answers for an agent from a moment on, as a line without overlaps.

The owner answers. While the owner is away, as planned beforehand, the deputy does, if
there is one who is not away as well. Nobody else ever does: where an owner has left,
or a handover was not accepted in time, the line has a gap, and the agent stops.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on, and until another one, which is no longer part of it."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether a moment is in it."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place as owner or deputy: which one, whose, and from when to when."""

    id: UUID
    person: UUID
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line in which one place answers."""

    place: UUID
    span: Span


@dataclass(frozen=True, slots=True)
class Places:
    """All that decides who answers.

    ``away`` are planned absences by person; ``present`` are who works at the client.
    """

    owners: Sequence[Place]
    deputies: Sequence[Place]
    away: Mapping[UUID, Sequence[Span]]
    present: frozenset[UUID]

    def answering(self, at: datetime) -> UUID | None:
        """Return the place that answers at a moment, or None."""
        owner = _held(self.owners, at)
        if owner is None or owner.person not in self.present:
            return None
        if not self._is_away(owner.person, at):
            return owner.id
        deputy = _held(self.deputies, at)
        if deputy is None or deputy.person not in self.present:
            return None
        return None if self._is_away(deputy.person, at) else deputy.id

    def line(self, since: datetime) -> list[Piece]:
        """Return who answers from a moment on; where nobody does there is no piece."""
        return list(self._pieces(since))

    def _pieces(self, since: datetime) -> Iterator[Piece]:
        cuts = [since, *sorted({at for at in self._changes() if at > since})]
        stretches = [*pairwise(cuts), (cuts[-1], None)]
        told = [(self.answering(start), start, end) for start, end in stretches]
        for place, same in groupby(told, key=lambda one: one[0]):
            found = list(same)
            if place is not None:
                yield Piece(place, Span(found[0][1], found[-1][2]))

    def _changes(self) -> Iterator[datetime]:
        places: Iterable[Place] = [*self.owners, *self.deputies]
        spans = [one.span for one in places]
        spans += [span for some in self.away.values() for span in some]
        for span in spans:
            yield span.since
            if span.until is not None:
                yield span.until

    def _is_away(self, person: UUID, at: datetime) -> bool:
        return any(span.holds(at) for span in self.away.get(person, ()))


def _held(places: Sequence[Place], at: datetime) -> Place | None:
    return next((one for one in places if one.span.holds(at)), None)
