"""Writes: a governance lead is let into a client, and out again."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, SupportAccess, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import Actor, client_scope
from tenants.selectors.places import person
from tenants.selectors.support import access_by_id, may_look_in
from tenants.services.authority import require_admin
from tenants.services.inputs import read_reason

MOST_HOURS = 8


class NotLetIn(Exception):  # noqa: N818 - reads as what is the case
    """A lead looks into a client and has not said why."""

    def __init__(self, client_id: UUID) -> None:
        super().__init__(f"nobody was let into {client_id}")
        self.client_id = client_id


def enter_client(*, client_id: UUID, lead: Actor, page: str) -> None:
    """Write on a client's own record that a governance lead looked at a page.

    Raises:
        NotLetIn: the lead has no open access.
    """
    with client_scope(client_id, actor=lead):
        if lead.id is None or not may_look_in(lead.id):
            raise NotLetIn(client_id)
        record(
            Happening(
                event=TenantEvent.CLIENT_ENTERED,
                subject_type="client",
                subject_id=client_id,
                params={"page": page},
            )
        )


def open_access(*, client_id: UUID, lead: User, reason: str, hours: int) -> None:
    """Let a lead look into a client for some hours; it is on the client's record.

    Raises:
        NotAllowed: the person is no governance lead.
        Invalid: the reason is missing, or the hours are out of range.
        Conflict: the lead may look in already.
    """
    words = read_reason(reason)
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid(f"Look in for 1 to {MOST_HOURS} hours.", field="hours")
    with client_scope(client_id, actor=person(lead), reason=words):
        # One at a time, so that of two clicks one opens something.
        require_admin(lead)
        if may_look_in(lead.pk):
            raise Conflict("You may look in already.")
        now = database_now()
        made = SupportAccess(
            lead_id=lead.pk,
            reason=words,
            opened_at=now,
            until=now + timedelta(hours=hours),
        )
        made.save(force_insert=True)
        _record(
            TenantEvent.SUPPORT_OPENED,
            made.id,
            params={"span": "an hour" if hours == 1 else f"{hours} hours"},
            private={"lead": lead.name, "reason": words},
        )


def end_access(access: SupportAccess, *, by: Membership) -> None:
    """Let a lead look in no longer, as an admin of the client.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is over.
    """
    require_admin(by)
    held, now = access_by_id(access.id, lock=True), database_now()
    if held.ended_at is not None or held.until <= now:
        raise Conflict("This is over.")
    held.ended_at, held.ended_by = now, by
    held.save(update_fields=["ended_at", "ended_by"])
    _record(TenantEvent.SUPPORT_ENDED, held.id, private={"lead": held.lead.name})


def _record(
    event: TenantEvent,
    access_id: UUID,
    *,
    private: Mapping[str, str],
    params: Mapping[str, str] | None = None,
) -> None:
    record(
        Happening(
            event=event,
            subject_type="support_access",
            subject_id=access_id,
            params=params or {},
            private=private,
        )
    )
