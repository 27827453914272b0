"""Writes: who answers in whose place, from when until when."""

from datetime import datetime

from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.following import tell_followers
from tenants.models import Delegation, Membership, Role
from tenants.recording import Happening, TenantEvent, record
from tenants.selectors.places import require_signed_in
from tenants.selectors.seats import delegation_by_id, delegations_of
from tenants.services.inputs import check_spell


def delegate(
    membership: Membership,
    *,
    to: Membership,
    since: datetime,
    until: datetime,
    by: Membership,
) -> Delegation:
    """Have somebody answer in a person's place for some time, and return it.

    Raises:
        NotAllowed: it is neither the person nor an admin who says so.
        Invalid: it is to nobody who could answer, or over, or ends before it begins.
        Conflict: at that time somebody else answers in this place already.
    """
    _require_say(membership, by)
    if to.id == membership.id or not to.is_active:
        raise Invalid("Choose somebody else who works here.", field="to")
    now = database_now()
    check_spell(since=since, until=until, now=now)
    # Of two at once for the same person, one sees the other.
    Membership.objects.select_for_update(no_key=True).get(id=membership.id)
    for one in delegations_of(membership):
        if one.since < until and since < one.until:
            told = (
                f"{one.to.user.name} answers in this place then: withdraw that first."
            )
            raise Conflict(told)
    made = Delegation(
        membership=membership,
        to=to,
        since=max(since, now),
        until=until,
        entered_by=by,
        entered_at=now,
    )
    made.save(force_insert=True)
    _record(TenantEvent.DELEGATED, made)
    tell_followers()
    return made


def withdraw_delegation(delegation: Delegation, *, by: Membership) -> None:
    """Let a person answer again in their own place from now on.

    Raises:
        NotAllowed: it is neither the person nor an admin who says so.
        Conflict: it is over, or has been withdrawn before.
    """
    _require_say(delegation.membership, by)
    delegation = delegation_by_id(delegation.id, lock=True)
    now = database_now()
    if delegation.withdrawn_at is not None or delegation.until <= now:
        raise Conflict("This is over.")
    delegation.withdrawn_at = now
    delegation.save(update_fields=["withdrawn_at"])
    _record(TenantEvent.DELEGATION_WITHDRAWN, delegation)
    tell_followers()


def _require_say(membership: Membership, by: Membership) -> None:
    require_signed_in(by)
    if by.id != membership.id and by.role != Role.ADMIN:
        name = membership.user.name
        raise NotAllowed(f"Only {name} or an admin can say who answers for {name}.")


def _record(event: TenantEvent, delegation: Delegation) -> None:
    record(
        Happening(
            event=event,
            subject_type="membership",
            subject_id=delegation.membership_id,
            params={
                "since": f"{delegation.since:%Y-%m-%d %H:%M}",
                "until": f"{delegation.until:%Y-%m-%d %H:%M}",
            },
            private={
                "person": delegation.membership.user.name,
                "to": delegation.to.user.name,
            },
        )
    )
