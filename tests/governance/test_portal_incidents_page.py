"""One ticket: what happened, who has it, by when, and what a person may write on it."""

from typing import Any

import pytest

from audit.events import Event
from audit.selectors import Filters, story
from governance.models import BoundaryVersion, Checkpoint, Ticket
from governance.selectors.runs import locked_action
from governance.services.attestation import attest
from governance.services.unknowns import report_contradiction
from governance.states import TicketState
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.happenings import an_invoice, ask, open_run, stopped, unknown
from tests.governance.reading import text_of

ACTS = {
    "note": {"text": "I called the bank."},
    "resolve": {"resolution": "Read by hand."},
    "attest": {"evidence": "The statement shows it.", "happened": "yes"},
}


def path(cast: Cast, ticket: Ticket, act: str = "") -> str:
    return f"/c/{cast.client.slug}/incidents/{ticket.number}/{act}"


def page(cast: Cast, ticket: Ticket, who: str = "ada") -> str:
    response = cast.browser(cast.people[who]).get(path(cast, ticket))
    assert response.status_code == 200
    return text_of(response.content.decode())


def post(cast: Cast, ticket: Ticket, act: str, who: str = "ada", **words: str) -> Any:
    address = path(cast, ticket, f"{act}/")
    return cast.browser(cast.people[who]).post(address, words or ACTS[act])


def state(cast: Cast, ticket: Ticket) -> tuple[str, list[str]]:
    """Return all that a person could have changed: state and events."""
    with cast.scope():
        row = Ticket.objects.get(id=ticket.id)
        lines = story(Filters(run_id=str(ticket.run_id)))
        return row.state, [line.event for line in lines]


def test_a_ticket_says_what_is_unknown_who_has_it_and_what_the_deadline_does(
    acme: Cast,
) -> None:
    shown = page(acme, unknown(acme, amount="318.00", invoice="NL-8841"))

    assert "Nobody knows whether Remit paid 318.00 EUR to Nordlicht GmbH" in shown
    assert "Ada Rossi finds out." in shown
    assert "3 h 59 min left" in shown
    assert "If nobody has settled it by then, the run stays stopped" in shown
    assert "Written beforehand for this step Never send it twice." in shown
    assert "Known The intent was recorded" in shown
    assert "Run Run 1 Invoice NL-8841" in shown


def test_a_ticket_leads_to_the_rules_and_the_question_of_that_time(acme: Cast) -> None:
    run = open_run(acme)
    with acme.scope():
        asked = ask(acme, run, amount="7400.00")
        waiting = Checkpoint.objects.get(action=asked)
        version = BoundaryVersion.objects.latest("number").number
    with client_scope(acme.client.id, actor=PLATFORM):
        report_contradiction(locked_action(asked.id), "The bank says so.")
        ticket = Ticket.objects.get(action=asked)

    html = acme.browser(acme.vi).get(path(acme, ticket)).content.decode()

    where = f"/c/{acme.client.slug}"
    assert f'href="{where}/boundaries/versions/{version}/"' in html
    assert f'href="{where}/inbox/{waiting.id}/"' in html
    assert "Decided when asked Waits for a person by boundaries" in page(acme, ticket)


def test_the_timeline_tells_the_way_of_the_action_and_where_the_run_stopped(
    acme: Cast,
) -> None:
    told = page(acme, unknown(acme)).partition("What happened")[2]

    for sentence in (
        "Invoice agent asked to pay 480.00 EUR",
        "is about to pay 480.00 EUR",
        "Nobody knows whether it happened: pay 480.00 EUR",
        "Run 1 was interrupted by Remit",
        "opened ticket 1 for Ada Rossi",
    ):
        assert sentence in told
    assert "Invoice agent noted" not in told


def test_what_a_person_found_is_written_on_the_timeline(acme: Cast) -> None:
    ticket = unknown(acme)

    response = post(acme, ticket, "note", "bo", text="The bank sees nothing yet.")

    assert response.status_code == 302
    assert "Bo Lindqvist wrote on ticket 1: The bank sees nothing yet." in page(
        acme, ticket
    )


def test_a_stopped_run_can_be_resolved_in_words(acme: Cast) -> None:
    ticket = stopped(acme, open_run(acme), reason="The file is torn.")

    response = post(acme, ticket, "resolve", resolution="The supplier sent it again.")

    shown = page(acme, ticket)
    assert response.status_code == 302
    assert "Ada Rossi had it, and it is resolved. The supplier sent it again." in shown
    assert "resolved ticket 1: The supplier sent it again." in shown
    assert "How it was resolved" not in shown, "there is nothing left to resolve"


def test_what_is_unknown_cannot_be_resolved(acme: Cast) -> None:
    ticket = unknown(acme)
    before = state(acme, ticket)

    response = post(acme, ticket, "resolve", resolution="It will be fine.")

    shown = text_of(response.content.decode())
    assert response.status_code == 409
    assert "It is still unknown whether it happened: settle that first." in shown
    assert "It will be fine." in shown, "what was written is not lost"
    assert state(acme, ticket) == before
    assert "Not possible while it is unknown" in page(acme, ticket)


def test_once_it_is_settled_the_ticket_can_be_resolved(acme: Cast) -> None:
    ticket = unknown(acme)
    with acme.scope(acme.bo):
        attest(ticket=ticket, by=acme.bo, happened=True, evidence="It is on page 4.")

    assert "It is settled: Remit paid 480.00 EUR" in page(acme, ticket)
    assert post(acme, ticket, "resolve").status_code == 302
    assert state(acme, ticket)[0] == TicketState.RESOLVED


def test_a_resolved_ticket_is_not_resolved_again(acme: Cast) -> None:
    ticket = stopped(acme, open_run(acme))
    post(acme, ticket, "resolve")

    again = post(acme, ticket, "resolve")

    assert again.status_code == 409
    assert "This ticket is resolved." in again.content.decode()
    assert state(acme, ticket)[1].count(Event.TICKET_RESOLVED) == 1


@pytest.mark.parametrize(
    ("act", "words", "told"),
    [
        ("note", {"text": " "}, "Write what you found."),
        ("resolve", {"resolution": ""}, "Say how it was resolved."),
        ("attest", {"evidence": "yes", "happened": "yes"}, "Write what you saw"),
        ("attest", {"evidence": "I saw it there."}, "Say whether it happened."),
        ("attest", {"evidence": "I saw it.", "happened": "maybe"}, "valid choice"),
        ("note", {"text": "a\0b"}, "Null characters are not allowed."),
        ("note", {"text": "a" * 5001}, "at most 5000 characters"),
    ],
)
def test_words_that_are_missing_are_asked_for_and_nothing_changes(
    acme: Cast, act: str, words: dict[str, str], told: str
) -> None:
    ticket = unknown(acme) if act == "attest" else stopped(acme, open_run(acme))
    before = state(acme, ticket)

    response = post(acme, ticket, act, **words)

    assert response.status_code == 422
    assert told in text_of(response.content.decode())
    assert state(acme, ticket) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_auditor_reads_and_writes_nothing(acme: Cast, act: str) -> None:
    ticket = unknown(acme)
    before = state(acme, ticket)

    source = acme.browser(acme.vi).get(path(acme, ticket)).content.decode()
    response = post(acme, ticket, act, "vi")

    assert response.status_code == 403
    assert state(acme, ticket) == before
    assert "Only an admin or operator can write on an incident" in source
    assert "<textarea" not in source
    assert f"/{act}/" not in source


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_by_a_link(acme: Cast, act: str) -> None:
    ticket = unknown(acme)

    response = acme.browser(acme.ada).get(path(acme, ticket, f"{act}/"))

    assert response.status_code == 405


@pytest.mark.parametrize("act", ["", *ACTS])
def test_another_clients_ticket_is_not_there(
    acme: Cast, globex: Cast, act: str
) -> None:
    ticket = unknown(acme)
    before = state(acme, ticket)
    gil = globex.browser(globex.gil)

    for slug in (acme.client.slug, globex.client.slug):
        address = f"/c/{slug}/incidents/{ticket.number}/{act}" + ("/" if act else "")
        answer = gil.post(address, ACTS[act]) if act else gil.get(address)
        assert answer.status_code == 404
    assert state(acme, ticket) == before


def test_text_of_agents_and_people_is_shown_as_text(acme: Cast) -> None:
    hostile = "<script>alert(1)</script>\u202e\u200b"
    ticket = unknown(acme, invoice=f"{an_invoice()}{hostile}", supplier_name=hostile)
    post(acme, ticket, "note", text=f"Found {hostile}")
    refused = post(acme, ticket, "resolve", resolution=f"Done {hostile}")
    listed = f"/c/{acme.client.slug}/incidents/"

    browser = acme.browser(acme.ada)
    for source in (
        browser.get(path(acme, ticket)).content.decode(),
        browser.get(listed).content.decode(),
        refused.content.decode(),
    ):
        assert "<script>alert" not in source
        assert "&lt;script&gt;" in source
        assert "right-to-left override" in source
