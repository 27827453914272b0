"""An incident as tests look at it, and what the platform does about it by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from audit.selectors import Filters, story
from governance.models import Ticket, TicketNotice
from governance.selectors.tickets import ticket_by_number
from governance.services import tickets
from tenants.models import Membership
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.answering import clock_at
from tests.governance.happenings import open_run, stopped


def a_ticket(cast: Cast) -> Ticket:
    """Have an agent stop its run, and return the ticket."""
    return now(cast, stopped(cast, open_run(cast)))


def now(cast: Cast, ticket: Ticket) -> Ticket:
    """Return what has become of a ticket."""
    with cast.scope():
        return ticket_by_number(ticket.number)


def look(cast: Cast, ticket: Ticket) -> Ticket:
    """Have the platform look at a ticket, and return what has become of it."""
    with client_scope(cast.client.id, actor=PLATFORM):
        tickets.look_at_ticket(ticket.id)
    return now(cast, ticket)


@contextmanager
def later(ticket: Ticket, span: timedelta) -> Iterator[None]:
    """Be so long after a ticket was opened."""
    with clock_at(ticket.opened_at + span):
        yield


def work(cast: Cast, ticket: Ticket, act: Any, *, by: Membership, **how: Any) -> Ticket:
    """Have somebody do something on a ticket, and return what has become of it."""
    with cast.scope(by):
        act(ticket_by_number(ticket.number, lock=True), by=by, **how)
    return now(cast, ticket)


def told(cast: Cast, ticket: Ticket) -> list[tuple[str, int]]:
    """Return who was told, and after which share of the time, in order."""
    return [
        (one.person.user.name.split()[0], one.after) for one in notices(cast, ticket)
    ]


def notices(cast: Cast, ticket: Ticket) -> list[TicketNotice]:
    with cast.scope():
        rows = TicketNotice.objects.filter(ticket=ticket)
        return list(rows.select_related("person__user").order_by("told_at", "id"))


def events(cast: Cast, ticket: Ticket) -> list[str]:
    """Return what the ledger says of a ticket, in order."""
    with cast.scope():
        lines = story(Filters(target_id=str(ticket.id)))
        return [line.event.removeprefix("ticket.") for line in lines]
