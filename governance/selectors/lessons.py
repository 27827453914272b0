"""Reads: which rules came of an incident, what they would have met, and since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from governance.models import (
    BoundaryRule,
    BoundaryVersion,
    ReplayJob,
    ReplayState,
    RuleFromTicket,
    Ticket,
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A rule from an incident.

    ``met`` is how many of the ``total`` past actions it would have decided otherwise,
    None until its replay is done; ``since`` is when it came into force.
    """

    link: RuleFromTicket
    rule: BoundaryRule | None
    replay: ReplayJob | None
    met: int | None
    total: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Lessons:
    """The rules from an incident, and the incidents of its kind that came after.

    After the first of its rules came into force, or else after it was opened.
    """

    rules: list[Lesson]
    again: list[Ticket]
    since: datetime


def lessons_of(ticket: Ticket) -> Lessons:
    """Return what came of an incident. Four queries, and one more for each rule."""
    links = list(
        RuleFromTicket.objects.filter(ticket=ticket)
        .select_related("replay", "drafted_by__user")
        .order_by("id")
    )
    keys = [one.key for one in links]
    rules = {one.key: one for one in BoundaryRule.objects.filter(key__in=keys)}
    found = [_lesson(one, rules.get(one.key)) for one in links]
    begun = [one.since for one in found if one.since is not None]
    since = min(begun, default=ticket.opened_at)
    return Lessons(found, list(_again(ticket, since)), since)


def ticket_of_rule(key: str) -> Ticket | None:
    """Return the incident because of which a rule was drafted, if one was."""
    rows = RuleFromTicket.objects.filter(key=key).select_related("ticket")
    link = rows.first()
    return None if link is None else link.ticket


def _lesson(link: RuleFromTicket, rule: BoundaryRule | None) -> Lesson:
    replay: ReplayJob | None = link.replay
    done = replay is not None and replay.state == ReplayState.DONE
    result: dict[str, Any] = (replay.result if replay and done else None) or {}
    changes = result.get("changes", [])
    met = sum(one["count"] for one in changes if one["rule"] == link.key)
    return Lesson(
        link=link,
        rule=rule,
        replay=replay,
        met=met if done else None,
        total=int(result.get("total", 0)),
        since=_in_force_since(link.key),
    )


def _in_force_since(key: str) -> datetime | None:
    held = BoundaryVersion.objects.filter(document__rules__contains=[{"key": key}])
    return held.order_by("number").values_list("published_at", flat=True).first()


def _again(ticket: Ticket, since: datetime) -> QuerySet[Ticket]:
    """Return the incidents for the same reason with the same kind of action."""
    rows = Ticket.objects.filter(reason=ticket.reason, opened_at__gt=since)
    if ticket.action is not None:
        name = ticket.action.action_type.name
        rows = rows.filter(action__action_type__name=name)
    return rows.exclude(id=ticket.id).order_by("number")
