"""Writes: tickets of what shows only in many, and of people who have left."""

from uuid import UUID

from agents.selectors import agent_by_id
from governance.models import Action, Ticket
from governance.selectors.tickets import newest_ticket_about
from governance.services.handing import whoever_answers
from governance.services.tickets.changing import give
from governance.services.tickets.opening import Alarm, open_alarm
from governance.severity import REFUSED_AGAIN, Occasion
from governance.states import UNRESOLVED, ActionStatus
from tenants.clock import database_now


def look_at_refusals(agent_id: UUID) -> None:
    """Open a ticket for an agent that is refused again and again, one at a time.

    What was refused before its last such ticket was resolved is over.
    """
    agent = agent_by_id(agent_id, lock=True)
    key = f"refused:{agent_id}"
    newest = newest_ticket_about(key)
    if newest is not None and newest.is_open:
        return
    since = database_now() - REFUSED_AGAIN.within
    if newest is not None and newest.resolved_at is not None:
        since = max(since, newest.resolved_at)
    refused = Action.objects.filter(
        agent=agent, status=ActionStatus.REFUSED, asked_at__gt=since
    )
    count = refused.count()
    if count < REFUSED_AGAIN.count:
        return
    title = f"{agent.name} was refused {count} times within an hour"
    alarm = Alarm(
        Occasion.MANY_REFUSALS,
        title,
        key=key,
        owner=whoever_answers(agent_id),
        agent=agent,
    )
    open_alarm(alarm)


def hand_on_of(person_id: UUID) -> None:
    """Give the open tickets of somebody who has left to who answers for the agent."""
    left = Ticket.objects.filter(owner=person_id, state__in=UNRESOLVED)
    rows = left.select_related("run", "owner__user").order_by("id")
    for ticket in rows.select_for_update(of=("self",), no_key=True):
        name = ticket.owner.user.name
        to = whoever_answers(ticket.agent_id)
        if to.id != person_id:
            give(ticket, to=to, reason=f"{name} does not work here any more.")
