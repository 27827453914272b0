"""Writes: who answers for an agent, from now on, as owners and absences have it."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from agents.models import Absence, Accountability, Agent, OwnerRole, Ownership
from agents.selectors import agent_by_id
from agents.timeline import Piece, Place, Places, Span
from tenants.clock import database_now
from tenants.following import Change
from tenants.models import Membership


def settle_after(change: Change) -> None:
    """Write down who answers from now on, where somebody left or came back."""
    if change.person is not None:
        settle_lines_of(change.person)


def settle_lines_of(membership: UUID) -> None:
    """Write down who answers from now on for all in which a person has a place."""
    held = Ownership.objects.filter(membership=membership, accepted_at__isnull=False)
    # In one order everywhere, so that two who settle do not wait for each other.
    for agent in Agent.objects.filter(id__in=held.values("agent")).order_by("id"):
        settle_line(agent)


def settle_line(agent: Agent, *, now: datetime | None = None) -> None:
    """Write down who answers for an agent from now on; what is past stays."""
    agent_by_id(agent.id, lock=True)
    moment = now or database_now()
    wanted = _places(agent).line(moment)
    rows = Accountability.objects.filter(
        Q(until__isnull=True) | Q(until__gt=moment), agent=agent
    )
    kept = None
    for row in rows.order_by("since"):
        if kept is None and wanted and _goes_on(row, wanted[0], moment):
            kept = row
        else:
            # What was to come is called off, and what goes on now ends.
            _end(row, max(row.since, moment))
    if kept is not None:
        # Only now, since it may reach over what was called off.
        _end(kept, wanted.pop(0).span.until)
    for piece in wanted:
        row = Accountability(
            agent=agent,
            ownership_id=piece.place,
            since=piece.span.since,
            until=piece.span.until,
        )
        row.save(force_insert=True)


def _goes_on(row: Accountability, piece: Piece, now: datetime) -> bool:
    same = row.ownership_id == piece.place
    # The line begins now; what began before goes on in it only if it does so at once.
    begins = row.since == piece.span.since
    return same and (begins or (row.since <= now and piece.span.since <= now))


def _end(row: Accountability, until: datetime | None) -> None:
    if row.until != until:
        row.until = until
        row.save(update_fields=["until"])


def _places(agent: Agent) -> Places:
    accepted = Ownership.objects.filter(agent=agent, accepted_at__isnull=False)
    found: dict[str, list[Place]] = defaultdict(list)
    for one in accepted.order_by("accepted_at"):
        assert one.accepted_at is not None  # noqa: S101 - asked for above
        span = Span(one.accepted_at, one.until)
        found[one.role].append(Place(one.id, one.membership_id, span))
    people = {one.person for places in found.values() for one in places}
    away: dict[UUID, list[Span]] = defaultdict(list)
    absences = Absence.objects.filter(membership__in=people, withdrawn_at__isnull=True)
    for absence in absences:
        away[absence.membership_id].append(Span(absence.since, absence.until))
    present = Membership.objects.filter(id__in=people, is_active=True)
    return Places(
        owners=found[OwnerRole.OWNER],
        deputies=found[OwnerRole.DEPUTY],
        away=away,
        present=frozenset(present.values_list("id", flat=True)),
    )
