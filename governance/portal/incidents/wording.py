"""What is said on an incident's page of who is told next."""

from dataclasses import dataclass
from datetime import datetime

from governance.engine.wording import listed
from governance.escalation import Target
from governance.models import Ticket
from governance.selectors.escalation import CALLED
from governance.states import TicketState


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told next, and when."""

    at: datetime
    whom: str


def next_told(ticket: Ticket, *, now: datetime) -> Told | None:
    """Return who is told next while nobody has acknowledged a ticket."""
    if ticket.state != TicketState.OPEN:
        return None
    later = [one for one in ticket.planned if one.at > now]
    if not later:
        return None
    names = [_called(one, ticket) for one in later[0].step.whom]
    return Told(later[0].at, listed(names, joint="and"))


def _called(target: Target, ticket: Ticket) -> str:
    name: str = ticket.owner.user.name
    return CALLED.get(target.place, name)
