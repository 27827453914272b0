"""Reads: past actions as they were decided, in order of time and page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from governance.engine.boundary import Boundary, compile_boundary
from governance.engine.replay import PastAction, Replay
from governance.models import Decision, Phase, ReplayJob
from governance.selectors.boundaries import (
    compiled,
    current_boundary,
    current_guardrails,
)
from governance.selectors.limits import window_key
from governance.selectors.questions import Wanted
from governance.states import ActionStatus, RefusedBy
from tenants.errors import NotFound
from tenants.selectors import ask_moment

_FIELDS = {
    "agent_name": "action__agent__name",
    "workflow": "action__run__workflow_version__workflow__key",
    "step": "action__step",
    "action": "action__action_type__name",
    "resource_type": "action__resource_type",
    "resource_id": "action__resource_id",
    "parameters": "action__parameters",
}
_OTHERS = (
    *("id", "decided_at", "facts", "circumstances", "action_id", "action__agent_id"),
    *("action__status", "action__act"),
)
# What came to nothing has given its room back.
_NOTHING = {
    *(ActionStatus.REFUSED, ActionStatus.FAILED),
    *(ActionStatus.EXPIRED, ActionStatus.CANCELLED),
}
# About these no rule was asked.
_WITHOUT_RULES = (RefusedBy.STANDING.value, RefusedBy.PLATFORM.value)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a replay has come: the decision after which it goes on."""

    decided_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Some past actions, and where to go on; None at the end."""

    actions: list[PastAction]
    cursor: Cursor | None


def replay_jobs(most: int = 20) -> list[ReplayJob]:
    """Return the newest replays of the scope's client, without their documents."""
    rows = ReplayJob.objects.select_related("asked_by__user")
    return list(rows.defer("document").order_by("-asked_at", "-id")[:most])


def replay_by_id(replay_id: UUID) -> ReplayJob:
    """Return one replay, without its document.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = ReplayJob.objects.select_related("asked_by__user").defer("document")
    found = rows.filter(id=replay_id).first()
    if found is None:
        raise NotFound("There is no such replay.")
    return found


def new_replay(document: Mapping[str, Any]) -> Replay:
    """Return a replay of a document against what binds now, guardrails with both."""
    version, guardrails = current_boundary(), current_guardrails()
    now = compiled(version, guardrails=guardrails) if version else Boundary(())
    platform = guardrails.document if guardrails else None
    then = compile_boundary(document, guardrails=platform)
    return Replay(now, then, window_key=window_key)


def count_decided(*, since: datetime, until: datetime) -> int:
    """Return how many actions there are to decide again."""
    return _decided(since=since, until=until).count()


def start_of_newest(*, since: datetime, until: datetime, most: int) -> datetime:
    """Return from when on there are no more than so many actions."""
    rows = _decided(since=since, until=until).order_by("-decided_at", "-id")
    beyond = rows.values_list("decided_at", flat=True)[most : most + 1]
    return next(iter(beyond), since)


def past_actions(
    *, since: datetime, until: datetime, after: Cursor | None, most: int
) -> Page:
    """Return the next actions that the rules decided about, in order of time."""
    rows = _decided(since=since, until=until)
    if after is not None:
        later = Q(decided_at=after.decided_at, id__gt=after.id)
        rows = rows.filter(Q(decided_at__gt=after.decided_at) | later)
    found = list(
        rows.order_by("decided_at", "id").values(*_FIELDS.values(), *_OTHERS)[:most]
    )
    zone = ask_moment().today().tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - it is the client's
    last = found[-1] if len(found) == most else None
    return Page(
        list(_past(found, zone)),
        Cursor(last["decided_at"], last["id"]) if last else None,
    )


def _decided(*, since: datetime, until: datetime) -> QuerySet[Decision]:
    rows = Decision.objects.filter(
        phase=Phase.ASKED, decided_at__gte=since, decided_at__lt=until
    )
    return rows.exclude(refused_by__in=_WITHOUT_RULES)


def _past(rows: list[dict[str, Any]], zone: ZoneInfo) -> Iterator[PastAction]:
    for row in rows:
        asked = Wanted(
            agent_id=str(row["action__agent_id"]),
            **{name: row[column] for name, column in _FIELDS.items()},
        )
        at = row["decided_at"].astimezone(zone)
        # Kept since there are rules about time and the past; before, when it was.
        kept = row["circumstances"] or {
            "time": {"now": at.isoformat(), "zone": zone.key}
        }
        yield PastAction(
            id=str(row["action_id"]),
            question=asked.question(row["facts"], **kept),
            at=at,
            happened=row["action__status"] not in _NOTHING,
            said=row["action__act"],
        )
