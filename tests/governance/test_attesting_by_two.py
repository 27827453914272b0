"""Above an amount, two people have to find the same before it counts."""

from decimal import Decimal
from typing import Any

import pytest

from governance.engine.money import Money
from governance.models import Action, Attestation, Outcome, Source, Ticket
from governance.selectors.tickets import ticket_by_number
from governance.services.attestation import attest
from governance.services.reviewing import settle_policy
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tests.cast import Cast
from tests.governance.happenings import an_invoice, unknown
from tests.governance.reading import text_of
from tests.governance.ticketing import events

SEEN = "It is on page 4 of the statement."


def settled(cast: Cast, amount: str | None, currency: str = "EUR") -> None:
    """Settle up to which amount one person's word is enough."""
    alone = None if amount is None else Money(Decimal(amount), currency)
    with cast.scope(cast.ada):
        settle_policy(grace_days=14, kept_days=3650, attest_alone=alone, by=cast.ada)


def say(cast: Cast, ticket: Ticket, by: Membership, *, happened: bool = True) -> bool:
    with cast.scope(by):
        found = ticket_by_number(ticket.number)
        return attest(ticket=found, by=by, happened=happened, evidence=SEEN)


def status(cast: Cast, ticket: Ticket) -> str:
    with cast.scope():
        return Action.objects.get(id=str(ticket.action_id)).status


@pytest.mark.parametrize(
    ("bound", "currency", "two"),
    [
        (None, "EUR", False),
        ("480.00", "EUR", False),
        ("479.99", "EUR", True),
        ("9999.00", "USD", True),
        ("0", "EUR", True),
    ],
)
def test_it_takes_two_above_the_amount_or_in_another_currency(
    acme: Cast, bound: str | None, currency: str, *, two: bool
) -> None:
    settled(acme, bound, currency)
    ticket = unknown(acme, amount="480.00")

    assert say(acme, ticket, acme.ada) is not two

    assert status(acme, ticket) == ("unknown" if two else "succeeded")


def test_the_second_person_who_finds_the_same_settles_it(acme: Cast) -> None:
    settled(acme, "100.00")
    ticket = unknown(acme)

    assert not say(acme, ticket, acme.ada)
    assert say(acme, ticket, acme.cy)

    assert status(acme, ticket) == "succeeded"
    with acme.scope():
        outcome = Outcome.objects.get(source=Source.ATTESTED)
    names = [one["name"] for one in outcome.evidence["people"]]
    assert names == ["Ada Rossi", "Cy Okafor"]
    assert events(acme, ticket)[-2:] == ["acknowledged", "attested"]


def test_nobody_is_two_people(acme: Cast) -> None:
    settled(acme, "100.00")
    ticket = unknown(acme)
    say(acme, ticket, acme.ada)

    with pytest.raises(Conflict, match="another person has to look"):
        say(acme, ticket, acme.ada)

    assert status(acme, ticket) == "unknown"


def test_two_who_find_different_things_settle_nothing_until_a_third_does(
    acme: Cast,
) -> None:
    settled(acme, "100.00")
    ticket = unknown(acme)

    assert not say(acme, ticket, acme.ada, happened=True)
    assert not say(acme, ticket, acme.cy, happened=False)
    assert status(acme, ticket) == "unknown"

    assert say(acme, ticket, acme.bo, happened=False)
    assert status(acme, ticket) == "failed"
    with acme.scope():
        assert Attestation.objects.filter(action=ticket.action_id).count() == 3


def test_the_page_says_what_was_found_and_that_another_person_has_to(
    acme: Cast,
) -> None:
    settled(acme, "100.00")
    ticket = unknown(acme, invoice=an_invoice())
    path = f"/c/{acme.client.slug}/incidents/{ticket.number}/"
    sent = {"happened": "yes", "evidence": SEEN}

    first = acme.browser(acme.ada).post(f"{path}attest/", sent, follow=True)
    second = acme.browser(acme.cy).get(path)

    assert "Another person has to find the same." in text_of(first.content.decode())
    shown = text_of(second.content.decode())
    assert "Ada Rossi found that it happened" in shown
    assert "two people who find the same" in shown
    done = acme.browser(acme.cy).post(f"{path}attest/", sent, follow=True)
    assert "It is settled, by your word." in text_of(done.content.decode())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"attest_amount": "500"}, "Write a currency as three letters, like EUR."),
        ({"attest_amount": "-1", "attest_currency": "EUR"}, "greater than or equal"),
        ({"attest_amount": "1e3.0", "attest_currency": "EUR"}, "Enter a number."),
    ],
)
def test_the_amount_is_settled_for_all_processes_by_an_admin(
    acme: Cast, sent: dict[str, str], said: str
) -> None:
    path = f"/c/{acme.client.slug}/reviews/"
    days: dict[str, Any] = {"grace_days": "14", "kept_days": "3650"}
    ada = acme.browser(acme.ada)

    wrong = ada.post(f"{path}policy/", days | sent)
    right = {"attest_amount": "500.00", "attest_currency": "eur"}
    taken = ada.post(f"{path}policy/", days | right)

    assert (wrong.status_code, taken.status_code) == (422, 302)
    assert said in text_of(wrong.content.decode())
    assert "Above 500.00 EUR, two people" in acme.browser(acme.vi).get(path).text


def test_an_amount_below_nothing_is_refused(acme: Cast) -> None:
    with pytest.raises(Invalid):
        settled(acme, "-1.00")
