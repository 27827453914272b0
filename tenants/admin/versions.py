"""The versions of a tracked row, and two of them side by side."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import models
from django.http import Http404

from tenants.admin.columns import NOTHING, as_json
from tenants.admin.marking import marked, marked_documents
from tenants.templatetags import times

_MOST = 200
_KINDS = {"+": "created", "~": "changed", "-": "deleted"}


@dataclass(frozen=True, slots=True)
class Version:
    """Who did what to a row, when, and why; ``before`` is the version before it."""

    id: UUID
    at: datetime
    actor: str
    actor_kind: str
    kind: str
    reason: str
    changed: list[str]
    before: UUID | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of two versions; both values are HTML, what differs is marked."""

    field: str
    old: str
    new: str
    is_document: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, the older one first, with every field that differs."""

    old: Version
    new: Version
    changes: list[Change]


def is_tracked(model: type[models.Model]) -> bool:
    """Return whether versions of this model's rows are kept."""
    return hasattr(model, "history")


def versions_of(model: Any, key: UUID) -> list[Version]:
    """Return the newest 200 versions of a row of the open scope's client."""
    rows = list(_rows(model, key)[: _MOST + 1])
    told = [_version(new, old) for new, old in pairwise(rows)]
    first = [] if len(rows) > _MOST else [_version(one, None) for one in rows[-1:]]
    return told + first


def compared(
    model: Any, key: UUID, versions: Sequence[Version], asked: Mapping[str, str]
) -> Comparison | None:
    """Return two versions of a row side by side: ``old`` and ``new`` of what is asked.

    By default the newest and the one before it; None where there is only one.

    Raises:
        Http404: they are not two versions of this row.
    """
    newest = versions[0] if versions else None
    if "old" not in asked and "new" not in asked:
        if newest is None or newest.before is None:
            return None
        return _comparison(model, key, {newest.id, newest.before})
    try:
        return _comparison(model, key, {UUID(asked["old"]), UUID(asked["new"])})
    except (KeyError, ValueError):
        raise Http404 from None


def _comparison(model: Any, key: UUID, ids: Set[UUID]) -> Comparison:
    found = list(_rows(model, key).filter(history_id__in=ids))
    if not found or len(found) != len(ids):
        raise Http404
    after, before = found[0], found[-1]
    return Comparison(
        old=_version(before, None),
        new=_version(after, before),
        changes=list(_changes(after, before)),
    )


def _rows(model: Any, key: UUID) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.history.filter(id=key)
    return rows.order_by("-recorded_at", "-history_id")


def _version(row: Any, before: Any) -> Version:
    return Version(
        id=row.history_id,
        at=row.recorded_at,
        actor=row.actor_label,
        actor_kind=row.actor_kind,
        kind=_KINDS[row.history_type],
        reason=row.history_change_reason or "",
        changed=[_name(row, one) for one in _changed(row, before)] if before else [],
        before=before.history_id if before else None,
    )


def _changed(new: Any, old: Any) -> list[str]:
    changed: list[str] = new.diff_against(old).changed_fields
    return changed


def _changes(new: Any, old: Any) -> Iterator[Change]:
    # What no form could hold, a sealed secret above all, is never in a difference.
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    for change in delta.changes:
        is_document = isinstance(change.old or change.new, dict | list)
        mark = marked_documents if is_document else marked
        was, is_now = mark(_text(change.old), _text(change.new))
        yield Change(_name(new, change.field), was, is_now, is_document)


def _text(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return times.full(value)
    if isinstance(value, dict | list):
        return as_json(value)
    return str(value)


def _name(row: Any, field: str) -> str:
    found = row.history_object._meta.get_field(field)  # noqa: SLF001 - documented
    return str(found.verbose_name)
