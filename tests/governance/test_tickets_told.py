"""People are told of an incident until somebody has it, and where it is late."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pytest_django import Settings

from governance.models import Ticket
from governance.selectors.runs import locked_action
from governance.services import tickets
from governance.services.sweep import tell_due
from governance.services.unknowns import hold
from governance.severity import LATE, TIMES, Severity
from governance.states import TicketState
from tenants.scoping import PLATFORM, client_scope
from tenants.services import suspend_person
from tests.cast import Cast
from tests.governance.answering import clock_at
from tests.governance.losing import ticket_of
from tests.governance.ticketing import (
    a_ticket,
    events,
    later,
    look,
    notices,
    now,
    told,
    work,
)
from tests.governance.unsure import lost_and_askable
from tests.tenants.mails import letters_to

HOUR = timedelta(hours=1)


def test_whoever_has_it_is_told_at_once_and_that_is_on_record(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))

    assert told(acme, ticket) == [("Ada", 0)]
    letter = letters_to(acme.ada.user.email)[-1]
    assert letter.subject.startswith(f"Incident {ticket.number}, severity 3: Run")
    assert "You have it. You are told because it was opened." in letter.body
    assert f"/incidents/{ticket.number}/" in letter.body
    assert [one.outcome for one in notices(acme, ticket)] == ["sent"]
    assert events(acme, ticket) == ["opened", "told"]


def test_nobody_is_told_twice_of_the_same_step(acme: Cast) -> None:
    ticket = a_ticket(acme)

    look(acme, ticket)
    look(acme, ticket)

    assert told(acme, ticket) == [("Ada", 0)]


def test_while_nobody_acknowledges_it_more_and_more_people_are_told(
    acme: Cast,
) -> None:
    ticket = a_ticket(acme)
    for share in (0, 0.5, 1, 2):
        with later(ticket, HOUR * share + timedelta(seconds=1)):
            look(acme, ticket)

    assert told(acme, ticket) == [
        ("Ada", 0),
        ("Ada", 50),
        ("Ada", 100),
        ("Bo", 100),
        ("Ada", 200),
    ]
    assert now(acme, ticket).acknowledge_missed_at == ticket.acknowledge_by


def test_once_somebody_has_it_nobody_else_is_told(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))

    ticket = work(acme, ticket, tickets.acknowledge, by=acme.ada)
    with later(ticket, HOUR * 2):
        look(acme, ticket)

    assert told(acme, ticket) == [("Ada", 0)]
    assert (ticket.state, ticket.acknowledged_by) == ("acknowledged", acme.ada)
    assert ticket.acknowledge_missed_at is None


def test_a_mail_that_is_needless_by_then_is_not_sent(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))
    work(acme, ticket, tickets.acknowledge, by=acme.ada)

    assert letters_to(acme.ada.user.email) == []
    assert [one.outcome for one in notices(acme, ticket)] == ["needless"]


def test_an_acknowledgement_lapses_and_the_chain_begins_anew(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))
    ticket = work(acme, ticket, tickets.acknowledge, by=acme.ada)
    lapses = TIMES[Severity.MODERATE].lapses

    with later(ticket, lapses + timedelta(minutes=1)):
        ticket = look(acme, ticket)

    assert ticket.state == TicketState.OPEN
    assert told(acme, ticket) == [("Ada", 0), ("Ada", 0)]
    assert events(acme, ticket)[-2:] == ["lapsed", "told"]
    assert ticket.acknowledge_by > ticket.opened_at + lapses


def test_whatever_is_done_keeps_an_acknowledgement_from_lapsing(acme: Cast) -> None:
    ticket = work(acme, a_ticket(acme), tickets.acknowledge, by=acme.ada)
    with later(ticket, timedelta(hours=7)):
        work(acme, ticket, tickets.note, by=acme.ada, text="The bank is asked.")
    with later(ticket, timedelta(hours=9)):
        ticket = look(acme, ticket)

    assert ticket.state == TicketState.ACKNOWLEDGED
    assert "lapsed" not in events(acme, ticket)


def test_what_is_mitigated_does_not_lapse(acme: Cast) -> None:
    words = {"words": "The agent is halted."}
    ticket = work(acme, a_ticket(acme), tickets.mitigate, by=acme.ada, **words)

    with later(ticket, timedelta(hours=20)):
        ticket = look(acme, ticket)

    assert ticket.state == TicketState.MITIGATED


def test_what_is_not_resolved_in_time_is_told_once_to_its_owner_and_the_admins(
    acme: Cast,
) -> None:
    ticket = a_ticket(acme)
    work(acme, ticket, tickets.mitigate, by=acme.ada, words="The agent is halted.")

    with clock_at(ticket.deadline + timedelta(minutes=1)):
        look(acme, ticket)
        ticket = look(acme, ticket)
        letter = letters_to(acme.ada.user.email)[-1]

    assert told(acme, ticket) == [("Ada", LATE)]
    assert ticket.deadline_missed_at == ticket.deadline
    assert letter.subject.startswith(f"Overdue {ticket.number}")
    assert events(acme, ticket).count("overdue") == 1


def test_where_no_mail_gets_out_the_next_are_told_before_their_time(
    acme: Cast, settings: Settings
) -> None:
    ticket = look(acme, a_ticket(acme))

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    letters_to(acme.ada.user.email)

    # One reached nobody, and neither did the next: the one after that has the deputy.
    assert ("Bo", 100) in told(acme, ticket)
    assert "untold" in events(acme, ticket)


def test_where_whoever_has_it_leaves_somebody_else_has_it_and_is_told(
    acme: Cast,
) -> None:
    ticket = a_ticket(acme)
    given: dict[str, Any] = {"to": acme.cy, "reason": "I am away."}
    work(acme, ticket, tickets.hand_on, by=acme.ada, **given)
    with acme.scope(acme.ada):
        suspend_person(acme.cy, by=acme.ada, reason="They work elsewhere now.")

    ticket = look(acme, ticket)

    assert ticket.owner == acme.ada
    assert told(acme, ticket)[-1] == ("Ada", 0)
    assert events(acme, ticket).count("handed_on") == 2


def test_while_a_target_can_be_asked_nobody_is_told_yet(acme: Cast) -> None:
    action_id = lost_and_askable(acme)
    ticket = ticket_of(acme, action_id)
    assert ticket is not None

    look(acme, ticket)
    assert told(acme, ticket) == []

    with later(ticket, timedelta(minutes=6)):
        look(acme, ticket)
    assert told(acme, ticket) == [("Ada", 0)]


def test_when_asking_has_not_helped_somebody_is_told_at_once_and_once(
    acme: Cast,
) -> None:
    action_id = lost_and_askable(acme)
    ticket = ticket_of(acme, action_id)
    assert ticket is not None

    hold_now(acme, action_id)
    look(acme, ticket)
    hold_now(acme, action_id)
    look(acme, ticket)

    assert told(acme, ticket) == [("Ada", 0)]


def test_who_was_told_before_asking_failed_is_not_told_the_same_again(
    acme: Cast,
) -> None:
    action_id = lost_and_askable(acme)
    ticket = ticket_of(acme, action_id)
    assert ticket is not None

    with later(ticket, timedelta(minutes=6)):
        look(acme, ticket)
        hold_now(acme, action_id)
        look(acme, ticket)

    assert told(acme, ticket) == [("Ada", 0)]


def hold_now(cast: Cast, action_id: UUID) -> None:
    """Have asking the target not have helped."""
    with client_scope(cast.client.id, actor=PLATFORM):
        hold(locked_action(action_id))


def test_the_sweep_finds_what_is_due(acme: Cast) -> None:
    ticket = a_ticket(acme)

    # One look takes so many, and what other tests left may be due before it.
    while tell_due():
        continue

    assert told(acme, ticket) == [("Ada", 0)]
    with acme.scope():
        looked = Ticket.objects.get(id=ticket.id).look_at
    assert looked == ticket.opened_at + HOUR / 2
