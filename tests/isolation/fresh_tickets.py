"""Incidents that somebody can do something about."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from governance.models import Run, Ticket, TicketTask
from governance.selectors.tickets import ticket_by_number
from governance.services import tickets
from governance.states import TicketState
from tenants.clock import database_now
from tenants.models import Membership
from tests.cast import Cast
from tests.governance.happenings import an_invoice, open_run, stopped, unknown


def ticket_parts(by: Membership) -> dict[str, str]:
    """Return a task, and two incidents; a run has the number of one of them, too."""
    shared = Ticket.objects.filter(number__in=Run.objects.values("number"))
    newest = shared.latest("number")
    if newest.state == TicketState.OPEN:
        # A request without a body would acknowledge it.
        tickets.acknowledge(newest, by=by)
    return {
        "number": str(newest.number),
        "task_id": str(TicketTask.objects.earliest("made_at").id),
        "other_number": str(Ticket.objects.earliest("number").number),
    }


def _nothing_new(_cast: Cast) -> dict[str, str]:
    return {}


def _stopped(cast: Cast) -> dict[str, str]:
    return {"number": str(stopped(cast, open_run(cast)).number)}


def _unknown(cast: Cast) -> dict[str, str]:
    return {"number": str(unknown(cast, amount="1.00", invoice=an_invoice()).number)}


def _resolved(cast: Cast) -> dict[str, str]:
    number = _stopped(cast)["number"]
    with cast.scope(cast.ada):
        ticket = ticket_by_number(int(number))
        tickets.resolve(ticket, by=cast.ada, resolution="Read by hand.")
    return {"number": number}


def _with_another(cast: Cast) -> dict[str, str]:
    return {**_stopped(cast), "other_number": _stopped(cast)["number"]}


def _given(cast: Cast) -> dict[str, str]:
    """Return an incident that Ada has, and somebody else who could."""
    others = (one for one in cast.people.values() if one.id != cast.ada.id)
    able = (one for one in others if one.role in tickets.MAY_WORK_ON_TICKETS)
    return {**_stopped(cast), "to_id": str(next(able).id)}


def _with_a_task(cast: Cast) -> dict[str, str]:
    number = _stopped(cast)["number"]
    with cast.scope(cast.ada):
        task = tickets.add_task(
            ticket_by_number(int(number)),
            text="Ask the bank.",
            owner=cast.ada,
            due_on=timezone.localdate(database_now()) + timedelta(days=2),
            by=cast.ada,
        )
    return {"number": number, "task_id": str(task.id)}


_ONE = "incidents/<int:number>/"
OF_TICKETS: dict[str, Callable[[Cast], dict[str, str]]] = {
    "incidents/report/": _nothing_new,
    f"{_ONE}draft/": _unknown,
    f"{_ONE}acknowledge/": _stopped,
    f"{_ONE}note/": _stopped,
    f"{_ONE}attest/": _unknown,
    f"{_ONE}mitigate/": _stopped,
    f"{_ONE}resolve/": _stopped,
    f"{_ONE}severity/": _stopped,
    f"{_ONE}hand-on/": _given,
    f"{_ONE}duplicate/": _with_another,
    f"{_ONE}task/": _stopped,
    f"{_ONE}task-done/": _with_a_task,
    f"{_ONE}review/": _resolved,
}
