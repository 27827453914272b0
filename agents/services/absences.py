"""Writes: who is away when, so that deputies stand in meanwhile."""

from datetime import datetime

from agents.models import Absence
from agents.selectors import absence_by_id
from agents.services.timelines import settle_lines_of
from audit.events import Event
from audit.ledger import Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.following import tell_followers
from tenants.models import Membership, Role
from tenants.selectors import require_signed_in
from tenants.services.inputs import check_spell


def plan_absence(
    membership: Membership, *, since: datetime, until: datetime, by: Membership
) -> Absence:
    """Write down that somebody is away; their deputies answer meanwhile.

    Raises:
        NotAllowed: it is neither the person nor an admin who says so.
        Invalid: it is over, or ends before it begins.
    """
    _require_say(membership, by)
    now = database_now()
    check_spell(since=since, until=until, now=now)
    absence = Absence(
        membership=membership,
        # Who answered until now did so.
        since=max(since, now),
        until=until,
        entered_by=by,
        entered_at=now,
    )
    absence.save(force_insert=True)
    _record(Event.ABSENCE_PLANNED, absence)
    settle_lines_of(membership.id)
    tell_followers()
    return absence


def withdraw_absence(absence: Absence, *, by: Membership) -> None:
    """Say that somebody is not away, or is back already: they answer again from now.

    Raises:
        NotAllowed: it is neither the person nor an admin who says so.
        Conflict: it is over, or has been withdrawn before.
    """
    _require_say(absence.membership, by)
    absence = absence_by_id(absence.id, lock=True)
    now = database_now()
    if absence.withdrawn_at is not None or absence.until <= now:
        raise Conflict("This absence is over.")
    absence.withdrawn_at = now
    absence.save(update_fields=["withdrawn_at"])
    _record(Event.ABSENCE_WITHDRAWN, absence)
    settle_lines_of(absence.membership_id)
    tell_followers()


def _require_say(membership: Membership, by: Membership) -> None:
    require_signed_in(by)
    if by.id != membership.id and by.role != Role.ADMIN:
        name = membership.user.name
        raise NotAllowed(f"Only {name} or an admin can say when {name} is away.")


def _record(event: Event, absence: Absence) -> None:
    record(
        event,
        target=Target("membership", absence.membership_id),
        params={
            "since": f"{absence.since:%Y-%m-%d %H:%M}",
            "until": f"{absence.until:%Y-%m-%d %H:%M}",
        },
        private={"person": absence.membership.user.name},
    )
