"""Reads: pages of things that people call by number, newest first."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.db.models import QuerySet

SIZE = 25


M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: below or above a number, or (neither) at the newest."""

    before: int | None = None
    after: int | None = None


NEWEST = Cursor()


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[M]):
    """Some rows, and the numbers from which older and newer ones are reached."""

    rows: list[M]
    older: int | None
    newer: int | None


def page_of(rows: QuerySet[M], cursor: Cursor = NEWEST) -> NumberedPage[M]:
    """Return one page of rows that have a ``number``. One query, plus prefetches."""
    if cursor.after is not None:
        found = list(
            rows.filter(number__gt=cursor.after).order_by("number")[: SIZE + 1]
        )
        shown = found[:SIZE][::-1]
        return NumberedPage(
            shown, _last(shown), _first(shown) if found[SIZE:] else None
        )
    if cursor.before is not None:
        rows = rows.filter(number__lt=cursor.before)
    found = list(rows.order_by("-number")[: SIZE + 1])
    shown = found[:SIZE]
    newer = _first(shown) if cursor.before is not None else None
    return NumberedPage(shown, _last(shown) if found[SIZE:] else None, newer)


def _first(rows: list[M]) -> int | None:
    return _number(rows[0]) if rows else None


def _last(rows: list[M]) -> int | None:
    return _number(rows[-1]) if rows else None


def _number(row: M) -> int:
    number: int = row.number  # type: ignore[attr-defined]
    return number
