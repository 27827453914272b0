"""Writes: telling people of a ticket until somebody has it, and where it is late.

A ticket says when it is looked at next, so a worker may do it at once, or the sweep.
The mail is written in the transaction that says who was told, and is not sent where it
has become needless.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from audit.events import Event
from governance.engine.wording import listed
from governance.escalation import Place, Step, Target
from governance.models import NoticeOutcome, Ticket, TicketNotice
from governance.selectors.reach import each_once, reached
from governance.services.deliveries import keep_outcome
from governance.services.notifying import wake_notifiers
from governance.services.tickets import timing
from governance.services.tickets.telling import record_ticket
from governance.severity import LATE, told_because
from governance.states import UNRESOLVED, TicketState
from tenants.clock import database_now
from tenants.following import Delivery
from tenants.models import MailKind, Membership
from tenants.scoping import PLATFORM, client_scope
from tenants.services.outbox import write_mail

_IF_LATE = Step(LATE, (Target(Place.HOLDER), Target(Place.ADMIN)))
_LOOKED = [
    "state",
    "chain",
    "told",
    "lapses_at",
    "acknowledge_by",
    "acknowledge_missed_at",
    "deadline_missed_at",
    "look_at",
]


def look_at_ticket(ticket_id: UUID) -> None:
    """Do what is due about a ticket: let lapse, say that it is late, tell people."""
    now = database_now()
    rows = Ticket.objects.filter(
        id=ticket_id, state__in=UNRESOLVED, look_at__lte=now
    ).select_related("owner__user", "run")
    ticket = rows.select_for_update(of=("self",), no_key=True).first()
    if ticket is None:
        return
    _let_lapse(ticket, now)
    _say_late(ticket, now)
    _tell_due(ticket, now)
    ticket.look_at = timing.next_look(ticket)
    ticket.save(update_fields=_LOOKED)


def tell_anew(ticket: Ticket) -> None:
    """Begin to tell people of a ticket that nobody has acknowledged."""
    timing.start(ticket, now=database_now())
    ticket.look_at = timing.next_look(ticket)
    ticket.save(
        update_fields=["chain", "told", "acknowledge_by", "lapses_at", "look_at"]
    )
    wake_notifiers()


def keep_delivery(delivery: Delivery) -> None:
    """Keep what became of a mail; where nobody was reached, the next are told now."""
    with client_scope(UUID(delivery.about["client"]), actor=PLATFORM):
        ticket = _locked(UUID(delivery.about["ticket"]))
        notices = TicketNotice.objects.filter(mail_id=delivery.mail_id)
        notice = notices.select_related("person__user").first()
        if ticket is None or notice is None:
            return
        if keep_outcome(notice, delivery):
            _tell_failure(ticket, notice)


def _locked(ticket_id: UUID) -> Ticket | None:
    rows = Ticket.objects.filter(id=ticket_id).select_related("owner__user", "run")
    return rows.select_for_update(of=("self",), no_key=True).first()


def _let_lapse(ticket: Ticket, now: datetime) -> None:
    if ticket.lapses_at is None or ticket.lapses_at > now:
        return
    ticket.state = TicketState.OPEN
    timing.start(ticket, now=now)
    record_ticket(Event.TICKET_LAPSED, ticket)


def _say_late(ticket: Ticket, now: datetime) -> None:
    if ticket.deadline > now or ticket.deadline_missed_at is not None:
        return
    ticket.deadline_missed_at = ticket.deadline
    record_ticket(Event.TICKET_OVERDUE, ticket)
    _tell(ticket, _IF_LATE, now=now)


def _tell_due(ticket: Ticket, now: datetime) -> None:
    if ticket.state == TicketState.OPEN and ticket.acknowledge_by <= now:
        ticket.acknowledge_missed_at = (
            ticket.acknowledge_missed_at or ticket.acknowledge_by
        )
    due = timing.due_now(ticket, now=now)
    # Where nobody is there to be told, those who are next do not wait for their time.
    while due is not None:
        ticket.told = due.step.after
        due = None if _tell(ticket, due.step, now=now) else timing.next_step(ticket)


def _tell(ticket: Ticket, step: Step, *, now: datetime) -> bool:
    """Write to whom a step names; return whether there is anybody."""
    people = each_once(step, lambda one: _reached(ticket, one))
    if not people:
        return False
    for person, place in people.items():
        about = {
            "user": str(person.user_id),
            "client": str(ticket.client_id),
            "ticket": str(ticket.id),
            "membership": str(person.id),
        }
        mail = write_mail(MailKind.TICKET, to=person.user.email, about=about)
        TicketNotice(
            ticket=ticket,
            person=person,
            after=step.after,
            place=place,
            mail_id=mail.id,
            told_at=now,
        ).save(force_insert=True)
    record_ticket(
        Event.TICKET_TOLD,
        ticket,
        params={"step": told_because(step.after)},
        private={"people": listed([one.user.name for one in people], joint="and")},
    )
    return True


def _reached(ticket: Ticket, target: Target) -> Iterable[Membership]:
    if target.place is not Place.HOLDER:
        return reached(target, agent=ticket.agent_id)
    owner = ticket.owner
    return [owner] if owner.is_active and owner.user.is_active else []


def _tell_failure(ticket: Ticket, notice: TicketNotice) -> None:
    person = notice.person.user.name
    record_ticket(Event.TICKET_UNTOLD, ticket, private={"person": person})
    if notice.after != ticket.told or ticket.state != TicketState.OPEN:
        return
    begun = ticket.planned[0].at
    others = TicketNotice.objects.filter(
        ticket=ticket, after=notice.after, told_at__gte=begun
    )
    if others.exclude(outcome=NoticeOutcome.FAILED).exists():
        return
    # Nobody was reached: those who are next do not wait for their time.
    early = timing.next_step(ticket)
    if early is not None:
        ticket.told = early.step.after
        _tell(ticket, early.step, now=database_now())
        ticket.look_at = timing.next_look(ticket)
        ticket.save(update_fields=["told", "look_at"])
