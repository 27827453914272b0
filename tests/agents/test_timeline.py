"""Who answers for an agent, over whatever happens: one at most, and nobody in doubt."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agents.timeline import Place, Places, Span

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_PEOPLE = [UUID(int=number) for number in range(1, 5)]
_HOURS = st.integers(0, 60)
_PERSON = st.sampled_from(_PEOPLE)


def at(hour: int) -> datetime:
    return _BEGIN + timedelta(hours=hour)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, length = draw(_HOURS), draw(st.integers(1, 30))
    return Span(at(start), at(start + length))


@st.composite
def holders(draw: st.DrawFn, first: int) -> list[Place]:
    """Places one after the other, as acceptances have them; some with a gap between."""
    cuts = sorted(draw(st.sets(_HOURS, max_size=4)))
    held = []
    for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], None], strict=False)):
        until = None if end is None else at(end)
        if end is not None and draw(st.booleans()):
            until = at(start + 1 + (end - start - 1) // 2)
        place = UUID(int=first + number)
        held.append(Place(place, draw(_PERSON), Span(at(start), until)))
    return held


@st.composite
def histories(draw: st.DrawFn) -> Places:
    return Places(
        owners=draw(holders(100)),
        deputies=draw(holders(200)),
        away=draw(st.dictionaries(_PERSON, st.lists(spans(), max_size=2), max_size=3)),
        present=frozenset(draw(st.sets(_PERSON, max_size=4))),
    )


def answers(places: Places, moment: datetime) -> UUID | None:
    """Say it as the design does, apart from how the line is made."""

    def here(place: Place) -> bool:
        away = places.away.get(place.person, [])
        return place.person in places.present and not any(
            span.since <= moment and (span.until is None or moment < span.until)
            for span in away
        )

    def holds(place: Place) -> bool:
        until = place.span.until
        return place.span.since <= moment and (until is None or moment < until)

    for owner in filter(holds, places.owners):
        if owner.person not in places.present:
            return None
        if here(owner):
            return owner.id
        return next(
            (one.id for one in places.deputies if holds(one) and here(one)), None
        )
    return None


@given(histories(), _HOURS)
def test_the_line_says_at_every_moment_who_answers(places: Places, start: int) -> None:
    line = places.line(at(start))

    for hour in range(start * 2, 200):
        moment = _BEGIN + timedelta(minutes=30 * hour)
        told = [piece.place for piece in line if piece.span.holds(moment)]
        expected = answers(places, moment)
        # Never two; and nobody only where nobody answers.
        assert told == ([] if expected is None else [expected])


@given(histories(), _HOURS)
def test_the_line_is_in_order_and_has_no_needless_cut(
    places: Places, start: int
) -> None:
    line = places.line(at(start))

    for before, after in pairwise(line):
        assert before.span.until is not None
        assert before.span.until <= after.span.since
        touch = before.span.until == after.span.since
        assert not (touch and before.place == after.place)
    assert all(piece.span.since >= at(start) for piece in line)
