"""Writes: the list of hosts that a client's runners may reach."""

from django.conf import settings

from agents.egress import EgressRefusedError, Limits, check_address, read_host
from agents.models import AllowedHost
from agents.selectors.connections import allowed_host_by_id
from agents.services.turns import take_turn
from audit.events import Event
from audit.ledger import Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.selectors import require_signed_in


def allow_host(text: str, *, by: Membership, reason: str) -> AllowedHost:
    """Put a host (``bank.example`` or ``bank.example:8443``) on the list; return it.

    Raises:
        Invalid: it is no host, or one that no client's runners may reach, or the
            reason is missing.
        Conflict: it is on the list.
    """
    require_signed_in(by)
    why = _reason(reason)
    try:
        host = read_host(text)
        limits = Limits(listed={host.key}, private=settings.EGRESS_ALLOWED)
        check_address(f"https://{host.key}", limits)
    except EgressRefusedError as error:
        raise Invalid(str(error), field="host") from error
    take_turn("hosts")
    same = AllowedHost.objects.filter(host=host.name, port=host.port)
    if same.filter(removed_at__isnull=True).exists():
        raise Conflict(f"{host} is on the list already.", field="host")
    allowed = AllowedHost(host=host.name, port=host.port, reason=why, added_by=by)
    allowed.added_at = database_now()
    allowed.save(force_insert=True)
    _record(Event.HOST_ALLOWED, allowed, str(host), why)
    return allowed


def remove_host(allowed: AllowedHost, *, by: Membership, reason: str) -> None:
    """Take a host off the list: nothing is sent there from now on.

    Raises:
        Invalid: the reason is missing.
        NotFound: it has been taken off meanwhile.
    """
    require_signed_in(by)
    why = _reason(reason)
    held = allowed_host_by_id(allowed.id, lock=True)
    held.removed_at = database_now()
    held.save(update_fields=["removed_at"])
    _record(Event.HOST_REMOVED, held, held.name, why)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid("Write the reason: it is kept in the ledger.", field="reason")
    return words


def _record(event: Event, allowed: AllowedHost, host: str, reason: str) -> None:
    record(
        event,
        target=Target("allowed_host", allowed.id),
        params={"host": host},
        private={"reason": reason},
    )
