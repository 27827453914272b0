"""The words of mails about incident tickets, found when a mail is sent.

As in ``letters``, what others wrote stands on one line, every hidden character escaped.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from governance.engine.wording import visible
from governance.escalation import Place
from governance.models import Ticket, TicketNotice
from governance.severity import LATE
from governance.states import TicketState
from tenants.clock import database_now
from tenants.links import absolute
from tenants.models import Client
from tenants.scoping import PLATFORM, client_scope
from tenants.services.letters import Found
from tenants.templatetags.times import due, left

_BECAUSE = {
    Place.HOLDER: "You have it.",
    Place.OWNER: "You are told because you answer for the agent. {owner} has it.",
    Place.DEPUTY: "You are told as the deputy of who answers for it. {owner} has it.",
    Place.ADMIN: "You are told because you are an admin. {owner} has it.",
}


def ticket_letter(about: dict[str, str]) -> Found:
    """Return subject and words of a mail about a ticket.

    None where somebody has it by then, or it is resolved.
    """
    with client_scope(UUID(about["client"]), actor=PLATFORM):
        client = Client.objects.get()
        notice = _notice(UUID(about["ticket"]), UUID(about["membership"]))
        if notice is None or not _concerns(notice):
            return None
        with timezone.override(ZoneInfo(client.time_zone)):
            return _written(client, notice)


def _notice(ticket: UUID, person: UUID) -> TicketNotice | None:
    """Return of what the person was told last: a mail that comes late is not old."""
    rows = TicketNotice.objects.filter(ticket=ticket, person=person)
    rows = rows.select_related("person__user", "ticket__owner__user")
    return rows.order_by("-told_at", "-id").first()


def _concerns(notice: TicketNotice) -> bool:
    ticket: Ticket = notice.ticket
    told = ticket.state == TicketState.OPEN or notice.after == LATE
    here = notice.person.is_active and notice.person.user.is_active
    return bool(ticket.is_open and told and here)


def _written(client: Client, notice: TicketNotice) -> Found:
    ticket: Ticket = notice.ticket
    now = database_now()
    place = {"client": client.slug, "number": ticket.number}
    title = visible(ticket.title)
    by_then = ticket.deadline if notice.after == LATE else ticket.acknowledge_by
    context: dict[str, Any] = {
        "name": visible(notice.person.user.name),
        "client": visible(client.name),
        "number": ticket.number,
        "title": title,
        "severity": ticket.rated.wording,
        "why": notice.wording,
        "is_late": notice.after == LATE,
        "because": _BECAUSE[Place(notice.place)].format(
            owner=visible(ticket.owner.user.name)
        ),
        "by": due(by_then, now=now),
        "left": left(int((by_then - now).total_seconds())),
        "deadline": due(ticket.deadline, now=now),
        "link": absolute(reverse("portal:incident", kwargs=place)),
    }
    begins = "Overdue" if notice.after == LATE else "Incident"
    return f"{begins} {ticket.number}, severity {ticket.severity}: {title}", context
