"""The versions of a tracked row, newest first, each with what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import models

from tenants.admin.columns import NOTHING, as_document, as_words
from tenants.templatetags import times

_MOST = 200
_KINDS = {"+": "created", "~": "changed", "-": "deleted"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after; both are HTML."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """Who did what to a row, when, and why."""

    at: datetime
    actor: str
    actor_kind: str
    kind: str
    reason: str
    changes: list[Change]


def is_tracked(model: type[models.Model]) -> bool:
    """Return whether versions of this model's rows are kept."""
    return hasattr(model, "history")


def versions_of(model: Any, key: UUID) -> list[Version]:
    """Return the newest 200 versions of a row of the open scope's client."""
    found = model.history.filter(id=key).order_by("-recorded_at", "-history_id")
    rows = list(found[: _MOST + 1])
    told = [_version(new, list(_changes(new, old))) for new, old in pairwise(rows)]
    first = [] if len(rows) > _MOST else [_version(one, []) for one in rows[-1:]]
    return told + first


def _version(row: Any, changes: list[Change]) -> Version:
    return Version(
        at=row.recorded_at,
        actor=row.actor_label,
        actor_kind=row.actor_kind,
        kind=_KINDS[row.history_type],
        reason=row.history_change_reason or "",
        changes=changes,
    )


def _changes(new: Any, old: Any) -> Iterator[Change]:
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    for change in delta.changes:
        name = new.history_object._meta.get_field(change.field).verbose_name  # noqa: SLF001
        yield Change(
            field=str(name), before=_shown(change.old), after=_shown(change.new)
        )


def _shown(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return times.full(value)
    if isinstance(value, dict | list):
        return as_document(value)
    return as_words(str(value))
