"""Reads: which governance leads may look into the scope's client now, and why."""

from uuid import UUID

from django.db.models import QuerySet

from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.models import SupportAccess


def accesses_now() -> QuerySet[SupportAccess]:
    """Return what is open now, the latest to end first. One query."""
    rows = SupportAccess.objects.filter(until__gt=RemitNow(), ended_at__isnull=True)
    return rows.select_related("lead").order_by("-until", "id")


def may_look_in(lead_id: UUID) -> bool:
    """Return whether this lead may look into the scope's client now. One query."""
    return accesses_now().filter(lead_id=lead_id).exists()


def access_by_id(access_id: UUID, *, lock: bool = False) -> SupportAccess:
    """Return one access; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is to another client.
    """
    rows = SupportAccess.objects.select_related("lead")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=access_id).first()
    if found is None:
        raise NotFound("Nobody was let in so.")
    return found
