"""Laying a procedure out as a diagram: boxes in one column, ways beside it.

Steps stand below one another in the order in which they are written. A way to the
next step is an arrow down; every other way has a lane of its own beside the column,
to the right where it leads on, to the left where it leads back. So nothing overlaps,
whatever the shape of the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten, wrap

from governance.procedure.steps import Procedure, Step

BOX_WIDTH, BOX_HEIGHT, GAP = 216, 68, 40
LANE = 22
_TOP, _END_HEIGHT, _MARGIN, _HEAD = 8, 24, 8, 7
# As many fit into a box in the size that they are drawn in.
_LETTERS = 28


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its place from the top, and its words in lines that fit."""

    key: str
    y: int
    lines: tuple[str, ...]
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow: the line's path, its head's, and where its words begin."""

    line: str
    head: str
    when: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, and how large it is. ``left`` is where the column begins."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    left: int
    width: int
    height: int
    end_y: int
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


@dataclass(frozen=True, slots=True)
class _Lane:
    """A way before it is drawn; lane 0 is straight down, negative ones lead back."""

    lane: int
    top: int
    bottom: int
    when: str


def draw(procedure: Procedure, *, marks: Mapping[str, str] | None = None) -> Drawing:
    """Return the drawing of a procedure; ``marks`` are words for steps, by key."""
    told = marks or {}
    boxes = tuple(
        _box(step, place, told.get(step.key, ""))
        for place, step in enumerate(procedure.steps)
    )
    end = _top_of(len(boxes))
    lanes = _lanes(procedure, end)
    on = max([0, *(one.lane for one in lanes)])
    back = -min([0, *(one.lane for one in lanes)])
    left = LANE * back + _MARGIN
    return Drawing(
        boxes=boxes,
        ways=tuple(_way(one, left) for one in lanes),
        left=left,
        width=left + BOX_WIDTH + LANE * on + _MARGIN,
        height=end + _END_HEIGHT,
        end_y=end,
    )


def _box(step: Step, place: int, mark: str) -> Box:
    title = f"{place + 1}. {step.title}"
    notes = [
        words
        for words, applies in (("Critical", step.critical), ("no way back", step.pivot))
        if applies
    ]
    return Box(
        key=step.key,
        y=_top_of(place),
        lines=tuple(wrap(title, _LETTERS, max_lines=2, placeholder=" …")),
        note=", ".join(notes).capitalize(),
        mark=mark,
    )


def _top_of(place: int) -> int:
    return _TOP + place * (BOX_HEIGHT + GAP)


def _lanes(procedure: Procedure, end: int) -> list[_Lane]:
    tops = {step.key: _top_of(place) for place, step in enumerate(procedure.steps)}
    lanes: list[_Lane] = []
    on, back = 0, 0
    for step in procedure.steps:
        top = tops[step.key]
        for way in procedure.followers(step):
            bottom = tops.get(way.to, end)
            if bottom == top + BOX_HEIGHT + GAP:
                lanes.append(_Lane(0, top, bottom, way.when))
            elif bottom > top:
                on += 1
                lanes.append(_Lane(on, top, bottom, way.when))
            else:
                back += 1
                lanes.append(_Lane(-back, top, bottom, way.when))
    return lanes


def _way(one: _Lane, left: int) -> Way:
    when = shorten(one.when, _LETTERS, placeholder=" …") if one.when else ""
    middle = left + BOX_WIDTH // 2
    if one.lane == 0:
        top = one.top + BOX_HEIGHT
        return Way(
            line=f"M{middle} {top}V{one.bottom - _HEAD}",
            head=f"M{middle - 4} {one.bottom - _HEAD}h8l-4 {_HEAD}z",
            when=when,
            x=middle + 8,
            y=top + GAP // 2 + 4,
        )
    side, out = (left + BOX_WIDTH, 1) if one.lane > 0 else (left, -1)
    lane = side + one.lane * LANE
    # Ways that leave or reach the same box do so at heights of their own.
    shift = 6 * (abs(one.lane) % 4)
    top, bottom = one.top + BOX_HEIGHT // 2 + shift, one.bottom + 10 + shift
    return Way(
        line=f"M{side} {top}H{lane}V{bottom}H{side + out * _HEAD}",
        head=f"M{side + out * _HEAD} {bottom - 4}v8l{-out * _HEAD} -4z",
        when=when,
        x=middle + 8,
        y=one.top + BOX_HEIGHT + 12 if one.lane > 0 else one.top - 6,
    )
