"""Reads: how well incidents are seen to, in figures of the last ninety days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Exists, OuterRef

from governance.models import Interruption, Outcome, Result, Source, Ticket
from governance.procedure import HaltReason
from governance.severity import Severity
from governance.states import ActionStatus
from tenants.clock import database_now

DAYS = 90
# More than anybody has in ninety days; the newest count.
_MOST = 5_000
_SILENT = (HaltReason.HEARTBEAT_MISSED, HaltReason.NEVER_STARTED)
# How what was unknown is settled.
_SETTLING = (Source.PROBE, Source.LATE, Source.ATTESTED)


@dataclass(frozen=True, slots=True)
class Rated:
    """The incidents of one severity; times are halves: as many were faster as slower.

    None where there is none to measure.
    """

    severity: Severity
    count: int
    acknowledge: timedelta | None
    resolve: timedelta | None
    late_acknowledged: int
    late_resolved: int


@dataclass(frozen=True, slots=True)
class TicketNumbers:
    """How it went: ``detect`` is from an agent's last sign of life to its stop."""

    rated: list[Rated]
    detect: timedelta | None
    settled: Mapping[str, int]
    still_unknown: int
    again: int
    total: int


def ticket_numbers() -> TicketNumbers:
    """Return the figures of the scope's client. Five queries."""
    since = database_now() - timedelta(days=DAYS)
    recent = Ticket.objects.filter(opened_at__gt=since)
    rows = list(recent.order_by("-number")[:_MOST])
    return TicketNumbers(
        rated=[_rated(one, rows) for one in Severity],
        detect=_detect(since),
        settled=_settled(since),
        still_unknown=recent.filter(action__status=ActionStatus.UNKNOWN).count(),
        again=recent.filter(_came_before()).count(),
        total=len(rows),
    )


def _rated(severity: Severity, rows: Iterable[Ticket]) -> Rated:
    own = [one for one in rows if one.severity == severity]
    return Rated(
        severity=severity,
        count=len(own),
        acknowledge=_half((one.opened_at, one.acknowledged_at) for one in own),
        resolve=_half((one.opened_at, one.resolved_at) for one in own),
        late_acknowledged=sum(one.acknowledge_missed_at is not None for one in own),
        late_resolved=sum(one.deadline_missed_at is not None for one in own),
    )


def _half(spans: Iterable[tuple[datetime, datetime | None]]) -> timedelta | None:
    found = [(end - start).total_seconds() for start, end in spans if end is not None]
    return timedelta(seconds=median(found)) if found else None


def _detect(since: datetime) -> timedelta | None:
    stops = Interruption.objects.filter(code__in=_SILENT, interrupted_at__gt=since)
    rows = stops.order_by("-interrupted_at")[:_MOST].values_list(
        "interrupted_at", "run__heartbeat_at", "run__opened_at"
    )
    return _half((heard or opened, stopped) for stopped, heard, opened in rows)


def _settled(since: datetime) -> dict[str, int]:
    rows = Outcome.objects.filter(source__in=_SETTLING, recorded_at__gt=since)
    # A question that was asked in vain has settled nothing.
    rows = rows.exclude(result=Result.UNKNOWN)
    counts = Counter(rows.order_by().values_list("source", flat=True))
    return {one.label: counts[one.value] for one in _SETTLING}


def _came_before() -> Exists:
    """Return whether an incident for the same reason with the same action was over."""
    earlier = Ticket.objects.filter(
        reason=OuterRef("reason"),
        action__action_type__name=OuterRef("action__action_type__name"),
        resolved_at__lt=OuterRef("opened_at"),
    )
    return Exists(earlier.exclude(id=OuterRef("id")))
