"""Writes: an incident that a person opens."""

from dataclasses import dataclass

from audit.events import Event
from governance.models import Run, Ticket
from governance.services.tickets.opening import TOLD_LATE, open_new
from governance.services.tickets.telling import record_ticket
from governance.services.tickets.working import (
    MAY_WORK_ON_TICKETS,
    acknowledge,
    read_words,
    require_hand,
)
from governance.severity import Occasion, Severity
from tenants.errors import Invalid
from tenants.models import Membership


@dataclass(frozen=True, slots=True)
class Reported:
    """What a person found: in a line, in words, how severe, and who is to see to it."""

    title: str
    found: str
    severity: Severity
    owner: Membership
    run: Run | None = None


def report_incident(reported: Reported, *, by: Membership) -> Ticket:
    """Open a ticket by a person's word, and return it.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the title or what was found is missing, or its owner cannot work on it.
    """
    require_hand(by)
    title = read_words(reported.title, "Say in a line what is wrong.", field="title")
    found = read_words(reported.found, "Say what you found.", field="found")
    owner, run = reported.owner, reported.run
    if not owner.is_active or owner.role not in MAY_WORK_ON_TICKETS:
        raise Invalid("Name an admin or operator who works here.", field="owner")
    ticket = Ticket(
        title=title,
        reason=Occasion.REPORTED,
        severity=reported.severity,
        owner=owner,
        opened_by=by,
        run=run,
        agent=run.agent if run else None,
        at_deadline=TOLD_LATE,
    )
    open_new(ticket)
    record_ticket(Event.TICKET_NOTED, ticket, private={"text": found})
    if owner.id == by.id:
        acknowledge(ticket, by=by)
    return ticket
