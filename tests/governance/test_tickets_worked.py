"""What people do on an incident, from "I have it" to the end."""

from datetime import timedelta
from typing import Any

import pytest

from governance.services import tickets
from governance.services.attestation import attest
from governance.severity import TIMES, Severity
from governance.states import TicketState
from tenants.errors import Conflict, DomainError, Invalid, NotAllowed
from tests.cast import Cast
from tests.governance.happenings import unknown
from tests.governance.ticketing import a_ticket, events, later, look, now, told, work

WHY = {"reason": "It is worse than it looked."}
ACTS: list[tuple[Any, dict[str, Any]]] = [
    (tickets.acknowledge, {}),
    (tickets.note, {"text": "The bank is asked."}),
    (tickets.mitigate, {"words": "The agent is halted."}),
    (tickets.resolve, {"resolution": "Read by hand."}),
    (tickets.rate, {"severity": Severity.CRITICAL, **WHY}),
]


@pytest.mark.parametrize(("act", "how"), ACTS)
def test_an_auditor_reads_and_does_nothing(
    acme: Cast, act: Any, how: dict[str, Any]
) -> None:
    ticket = a_ticket(acme)

    with pytest.raises(NotAllowed):
        work(acme, ticket, act, by=acme.vi, **how)

    assert now(acme, ticket).state == TicketState.OPEN
    assert events(acme, ticket) == ["opened"]
    worked = work(acme, ticket, act, by=acme.cy, **how)
    assert worked.state != TicketState.OPEN


def test_whatever_somebody_does_says_that_they_have_it(acme: Cast) -> None:
    ticket = a_ticket(acme)

    ticket = work(acme, ticket, tickets.note, by=acme.cy, text="The bank is asked.")

    assert (ticket.state, ticket.acknowledged_by) == ("acknowledged", acme.cy)
    assert events(acme, ticket) == ["opened", "acknowledged", "noted"]


def test_it_is_acknowledged_once(acme: Cast) -> None:
    ticket = work(acme, a_ticket(acme), tickets.acknowledge, by=acme.ada)

    with pytest.raises(Conflict, match="acknowledged it already"):
        work(acme, ticket, tickets.acknowledge, by=acme.cy)


def test_who_acknowledges_late_is_late(acme: Cast) -> None:
    ticket = a_ticket(acme)

    with later(ticket, timedelta(hours=3)):
        ticket = work(acme, ticket, tickets.acknowledge, by=acme.ada)

    assert ticket.acknowledge_missed_at == ticket.acknowledge_by


def test_from_open_to_resolved_in_words(acme: Cast) -> None:
    ticket = work(acme, a_ticket(acme), tickets.acknowledge, by=acme.ada)
    words = "The agent is halted."
    ticket = work(acme, ticket, tickets.mitigate, by=acme.ada, words=words)
    assert (ticket.state, ticket.mitigation) == ("mitigated", words)

    ticket = work(acme, ticket, tickets.resolve, by=acme.ada, resolution="By hand.")

    assert (ticket.state, ticket.resolution) == ("resolved", "By hand.")
    assert ticket.look_at is None
    assert events(acme, ticket) == ["opened", "acknowledged", "mitigated", "resolved"]


@pytest.mark.parametrize(("act", "how"), [ACTS[0], *ACTS[2:]])
def test_what_is_resolved_stays_so(acme: Cast, act: Any, how: dict[str, Any]) -> None:
    ticket = work(acme, a_ticket(acme), tickets.resolve, by=acme.ada, resolution="Ok.")

    with pytest.raises(Conflict, match="is resolved"):
        work(acme, ticket, act, by=acme.ada, **how)

    assert now(acme, ticket).resolution == "Ok."


@pytest.mark.parametrize(
    ("act", "field", "how"),
    [
        (tickets.note, "text", {"text": " "}),
        (tickets.mitigate, "words", {"words": ""}),
        (tickets.resolve, "resolution", {"resolution": "\n"}),
        (tickets.rate, "reason", {"severity": Severity.CRITICAL, "reason": ""}),
    ],
)
def test_words_that_are_missing_are_asked_for(
    acme: Cast, act: Any, field: str, how: dict[str, Any]
) -> None:
    ticket = a_ticket(acme)

    with pytest.raises(Invalid) as refused:
        work(acme, ticket, act, by=acme.ada, **how)

    assert refused.value.field == field
    assert events(acme, ticket) == ["opened"]


def test_nothing_ends_while_something_on_it_is_unknown(acme: Cast) -> None:
    ticket, other = unknown(acme), a_ticket(acme)

    for act, how in (
        (tickets.resolve, {"resolution": "It will be fine."}),
        (tickets.mark_duplicate, {"of": other}),
    ):
        with pytest.raises(Conflict, match="still unknown"):
            work(acme, ticket, act, by=acme.ada, **how)

    seen = "The statement shows it."
    with acme.scope(acme.ada):
        attest(ticket=ticket, by=acme.ada, happened=True, evidence=seen)
    ended = work(acme, ticket, tickets.resolve, by=acme.ada, resolution="It was paid.")
    assert ended.state == TicketState.RESOLVED


def test_a_severity_that_changes_gives_new_times_from_now(acme: Cast) -> None:
    ticket = a_ticket(acme)

    with later(ticket, timedelta(minutes=30)):
        ticket = work(
            acme, ticket, tickets.rate, by=acme.cy, severity=Severity.CRITICAL, **WHY
        )

    spans = TIMES[Severity.CRITICAL]
    passed = ticket.deadline - ticket.opened_at - spans.resolve
    assert timedelta(minutes=30) <= passed < timedelta(minutes=31)
    assert ticket.rated is Severity.CRITICAL
    assert events(acme, ticket)[-1] == "rated"


def test_who_changes_the_severity_late_has_acknowledged_it_late(acme: Cast) -> None:
    ticket = a_ticket(acme)
    critical = {"severity": Severity.CRITICAL, **WHY}

    with later(ticket, timedelta(hours=2)):
        ticket = work(acme, ticket, tickets.rate, by=acme.ada, **critical)

    assert ticket.acknowledge_missed_at == ticket.opened_at + timedelta(hours=1)


def test_what_was_missed_stays_missed_whatever_the_severity(acme: Cast) -> None:
    ticket = a_ticket(acme)
    with later(ticket, timedelta(hours=30)):
        before = look(acme, ticket)
        ticket = work(
            acme, ticket, tickets.rate, by=acme.ada, severity=Severity.MINOR, **WHY
        )

    assert ticket.deadline_missed_at == before.deadline == ticket.deadline
    assert ticket.acknowledge_missed_at == before.acknowledge_by


def test_only_an_admin_spares_a_severe_incident_its_review(acme: Cast) -> None:
    ticket = a_ticket(acme)
    serious = {"severity": Severity.SERIOUS, **WHY}
    ticket = work(acme, ticket, tickets.rate, by=acme.cy, **serious)
    lower: dict[str, Any] = {"severity": Severity.MODERATE, **WHY}

    with pytest.raises(NotAllowed, match="Only an admin"):
        work(acme, ticket, tickets.rate, by=acme.cy, **lower)

    assert work(acme, ticket, tickets.rate, by=acme.ada, **lower).severity == 3


def test_who_gets_it_is_told_and_has_to_acknowledge_it(acme: Cast) -> None:
    ticket = work(acme, a_ticket(acme), tickets.acknowledge, by=acme.ada)

    ticket = work(acme, ticket, tickets.hand_on, by=acme.ada, to=acme.cy, **WHY)
    look(acme, ticket)

    assert (ticket.owner, ticket.state) == (acme.cy, "open")
    assert told(acme, ticket) == [("Cy", 0)]


def test_who_gets_what_is_mitigated_is_told_and_it_stays_so(acme: Cast) -> None:
    words = "The agent is halted."
    ticket = work(acme, a_ticket(acme), tickets.mitigate, by=acme.ada, words=words)

    ticket = work(acme, ticket, tickets.hand_on, by=acme.ada, to=acme.cy, **WHY)
    look(acme, ticket)
    assert (told(acme, ticket), ticket.state) == ([("Cy", 0)], "open")

    ticket = work(acme, ticket, tickets.acknowledge, by=acme.cy)
    assert (ticket.state, ticket.lapses_at) == ("mitigated", None)
    with pytest.raises(Conflict, match="mitigated already"):
        work(acme, ticket, tickets.mitigate, by=acme.cy, words=words)


def test_a_severity_that_rises_is_looked_at_by_its_new_deadline(acme: Cast) -> None:
    words = "The agent is halted."
    ticket = work(acme, a_ticket(acme), tickets.mitigate, by=acme.ada, words=words)
    critical = {"severity": Severity.CRITICAL, **WHY}

    ticket = work(acme, ticket, tickets.rate, by=acme.ada, **critical)

    assert ticket.look_at == ticket.deadline
    assert ticket.deadline - ticket.opened_at < TIMES[Severity.MODERATE].resolve


@pytest.mark.parametrize(
    ("to", "why"), [("vi", "admin or operator"), ("ada", "has it already")]
)
def test_it_goes_to_somebody_else_who_works_on_incidents(
    acme: Cast, to: str, why: str
) -> None:
    ticket = a_ticket(acme)

    with pytest.raises(DomainError, match=why):
        work(acme, ticket, tickets.hand_on, by=acme.ada, to=acme.people[to], **WHY)

    assert now(acme, ticket).owner == acme.ada


def test_the_same_again_is_resolved_as_a_duplicate_and_needs_no_review(
    acme: Cast,
) -> None:
    first, again = a_ticket(acme), a_ticket(acme)
    serious = {"severity": Severity.SERIOUS, **WHY}
    work(acme, again, tickets.rate, by=acme.ada, **serious)

    again = work(acme, again, tickets.mark_duplicate, by=acme.ada, of=first)

    assert (again.state, again.duplicate_of) == ("resolved", first)
    assert again.review_by is None
    with pytest.raises(Invalid, match="that is worked on"):
        work(acme, first, tickets.mark_duplicate, by=acme.ada, of=again)
    with pytest.raises(Invalid, match="that is worked on"):
        work(acme, first, tickets.mark_duplicate, by=acme.ada, of=first)
