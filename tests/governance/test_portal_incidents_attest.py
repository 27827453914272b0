"""A person settles what is unknown, in words that are kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from audit.events import Event
from audit.selectors import Filters, story
from governance.models import Action, Hold, Outcome, Reservation, Ticket
from governance.services.attestation import attest
from governance.states import RunState
from tenants.errors import Conflict, Invalid, NotAllowed
from tests.cast import Cast
from tests.governance.happenings import an_invoice, ask, open_run, stopped, unknown
from tests.governance.reading import text_of
from tests.processes import eventually

SEEN = "The statement of 4 March, page 2."


def say(cast: Cast, ticket: Ticket, *, happened: bool, who: str = "bo") -> None:
    by = cast.people[who]
    with cast.scope(by):
        attest(ticket=ticket, by=by, happened=happened, evidence=SEEN)


def action_of(cast: Cast, ticket: Ticket) -> Action:
    assert ticket.action_id is not None
    with cast.scope():
        return Action.objects.get(id=ticket.action_id)


def somebody_waits() -> bool:
    """Return whether somebody waits for a row that this transaction has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def holds(cast: Cast, ticket: Ticket) -> set[str]:
    with cast.scope():
        rows = Reservation.objects.filter(action=ticket.action_id)
        return set(rows.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("happened", "status", "hold", "result", "told"),
    [
        (True, "succeeded", Hold.SETTLED, "done", "it happened"),
        (False, "failed", Hold.RELEASED, "failed_clean", "it did not happen"),
    ],
)
def test_a_persons_word_settles_the_action_its_limits_and_the_record(
    acme: Cast, happened: bool, status: str, hold: str, result: str, told: str
) -> None:
    ticket = unknown(acme, invoice="NL-1")
    assert holds(acme, ticket) == {Hold.RESERVED}

    say(acme, ticket, happened=happened)

    action = action_of(acme, ticket)
    assert action.status == status
    assert action.detail == f"Bo Lindqvist found that {told}: {SEEN}"
    assert holds(acme, ticket) == {hold}
    with acme.scope():
        outcomes = Outcome.objects.filter(intent__action=action).order_by("id")
        assert [(one.result, one.source) for one in outcomes] == [
            ("unknown", "worker"),
            (result, "attestation"),
        ]
        assert outcomes[1].summary == SEEN
        assert outcomes[1].evidence["membership"] == str(acme.bo.id)
        line = story(Filters(target_id=str(action.id)))[-1]
    assert line.event == Event.ACTION_SETTLED
    assert line.sentence == (
        "Bo Lindqvist settled what was unknown "
        f"(pay 480.00 EUR to Nordlicht GmbH for invoice NL-1): {told}. {SEEN}"
    )


def test_the_run_stays_where_it_stopped_and_the_ticket_stays_open(acme: Cast) -> None:
    ticket = unknown(acme)

    say(acme, ticket, happened=True)

    with acme.scope():
        now = Ticket.objects.select_related("run").get(id=ticket.id)
    assert now.is_open
    assert now.run is not None
    assert now.run.state == RunState.INTERRUPTED


def test_what_did_not_happen_may_be_paid_by_a_new_run(acme: Cast) -> None:
    invoice = an_invoice()
    ticket = unknown(acme, invoice=invoice)
    before = ask(acme, open_run(acme), invoice=invoice)

    say(acme, ticket, happened=False)
    after = ask(acme, open_run(acme), invoice=invoice)

    assert before.status == "refused"
    assert after.status == "authorized"


def test_what_happened_may_never_be_paid_again(acme: Cast) -> None:
    invoice = an_invoice()
    ticket = unknown(acme, invoice=invoice)

    say(acme, ticket, happened=True)
    after = ask(acme, open_run(acme), invoice=invoice)

    assert after.status == "refused"
    assert "the limit of 1 per" in after.explanation


def test_who_only_reads_cannot_attest(acme: Cast) -> None:
    ticket = unknown(acme)

    with pytest.raises(NotAllowed, match="Only an admin or operator"):
        say(acme, ticket, happened=True, who="vi")

    assert action_of(acme, ticket).status == "unknown"


def test_nobody_attests_in_anothers_name(acme: Cast) -> None:
    ticket = unknown(acme)

    with acme.scope(acme.vi), pytest.raises(NotAllowed, match="person signed in"):
        attest(ticket=ticket, by=acme.bo, happened=True, evidence=SEEN)


@pytest.mark.parametrize("evidence", ["", "   ", "It was.", " yes \n no "])
def test_without_evidence_nothing_is_settled(acme: Cast, evidence: str) -> None:
    ticket = unknown(acme)

    with acme.scope(acme.bo), pytest.raises(Invalid) as refused:
        attest(ticket=ticket, by=acme.bo, happened=True, evidence=evidence)

    assert refused.value.field == "evidence"
    assert action_of(acme, ticket).status == "unknown"
    assert holds(acme, ticket) == {Hold.RESERVED}


def test_what_is_settled_cannot_be_settled_otherwise(acme: Cast) -> None:
    ticket = unknown(acme)
    say(acme, ticket, happened=True)

    with pytest.raises(Conflict, match="Bo Lindqvist found that it happened"):
        say(acme, ticket, happened=False, who="ada")

    assert action_of(acme, ticket).status == "succeeded"


def test_a_ticket_about_no_action_has_nothing_to_attest(acme: Cast) -> None:
    ticket = stopped(acme, open_run(acme))

    with pytest.raises(Conflict, match="Nothing on this ticket is unknown"):
        say(acme, ticket, happened=True, who="ada")


def test_of_two_people_at_once_one_is_believed(acme: Cast) -> None:
    ticket = unknown(acme)

    def second() -> str:
        try:
            say(acme, ticket, happened=False, who="bo")
        except Conflict as error:
            return error.message
        finally:
            connection.close()
        return "believed"

    with ThreadPoolExecutor(1) as other:
        with acme.scope(acme.ada):
            attest(ticket=ticket, by=acme.ada, happened=True, evidence=SEEN)
            told = other.submit(second)
            eventually(lambda: told.done() or somebody_waits())
            assert not told.done()
        assert "Ada Rossi found that it happened" in told.result()

    action = action_of(acme, ticket)
    assert action.status == "succeeded"
    assert holds(acme, ticket) == {Hold.SETTLED}
    with acme.scope():
        events = [line.event for line in story(Filters(target_id=str(action.id)))]
        assert events.count(Event.ACTION_SETTLED) == 1


@pytest.mark.parametrize(
    ("word", "told"), [("yes", "it happened"), ("no", "it did not happen")]
)
def test_both_answers_are_buttons_on_the_ticket(
    acme: Cast, word: str, told: str
) -> None:
    ticket = unknown(acme)
    address = f"/c/{acme.client.slug}/incidents/{ticket.number}/"
    browser = acme.browser(acme.bo)

    before = browser.get(address).content.decode()
    sent = {"happened": word, "evidence": SEEN}
    response = browser.post(f"{address}attest/", sent, follow=True)

    assert 'name="happened" value="yes">It happened</button>' in before
    assert 'name="happened" value="no">It did not happen</button>' in before
    shown = text_of(response.content.decode())
    assert "It is settled, by your word." in shown
    assert f"Bo Lindqvist found that {told} : {SEEN}" in shown
    assert "It did not happen" not in shown, "there is nothing left to say"


def test_who_comes_second_is_told_what_was_found(acme: Cast) -> None:
    ticket = unknown(acme)
    say(acme, ticket, happened=False)
    address = f"/c/{acme.client.slug}/incidents/{ticket.number}/attest/"

    response = acme.browser(acme.ada).post(
        address, {"happened": "yes", "evidence": "I saw it there."}
    )

    shown = text_of(response.content.decode())
    assert response.status_code == 409
    assert "This is no longer unknown. Bo Lindqvist found that it did not" in shown
    assert "I saw it there." in shown
