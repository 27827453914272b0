"""A card: what an agent wants, what speaks against it, and what an answer does."""

import pytest

from governance.models import Record
from governance.services import checkpoints
from tests.cast import NORDLICHT, Cast
from tests.governance.answering import ELSEWHERE, answer, asked, loaded
from tests.governance.seen import seen, visit


def card(cast: Cast) -> str:
    """Return what the approver reads, of the one question there is."""
    return seen(cast, cast.bo, "inbox/")


def test_a_card_says_who_wants_what_and_who_answers_for_it(acme: Cast) -> None:
    asked(acme, invoice="NL-7731")

    words = card(acme)

    assert (
        "Invoice agent wants to pay 7,400.00 EUR to Nordlicht GmbH for invoice NL-7731."
    ) in words
    assert "Invoice agent, Ada Rossi answers for it" in words
    assert "run 1" in words
    assert f'href="/c/{acme.client.slug}/runs/1/"' in (
        visit(acme, acme.bo, "inbox/").content.decode()
    )
    assert "23 h 59 min left" in words
    assert "Cannot be undone once the bank has accepted it" in words
    assert "“The invoice matches the order and is due.”" in words


def test_a_card_says_which_rule_asks_and_what_it_saw(acme: Cast) -> None:
    asked(acme)

    words = card(acme)

    assert "Rule 2 asks you: Larger payments" in words
    assert "Over 500 EUR somebody of Finance confirms." in words
    assert "7,400.00 EUR is over 500.00 EUR." in words
    assert "One person of Finance decides." in words


def test_a_card_says_what_either_answer_and_silence_do(acme: Cast) -> None:
    asked(acme)

    words = card(acme)

    assert "Remit checks the rules once more and then does exactly this, once." in words
    assert "Nothing is done. The agent is told the reason" in words
    assert "it counts as refused" in words
    assert "Approve: pay 7,400.00 EUR" in words
    assert "Refuse: do not pay 7,400.00 EUR" in words


def test_a_card_shows_exactly_what_would_be_sent(acme: Cast) -> None:
    waiting = asked(acme, invoice="NL-7731")
    with acme.scope():
        digest = loaded(waiting).digest

    words = card(acme)

    assert "Exactly what would be sent: 8 fields, nothing invisible" in words
    for path, value in (
        ("action", "payment.send"),
        ("resource", "invoice NL-7731"),
        ("account", NORDLICHT["account"]),
        ("amount", "7400.00 EUR"),
        ("supplier_id", NORDLICHT["id"]),
        ("digest", digest),
    ):
        assert f"{path} {value}" in words


def test_an_account_that_is_not_on_record_raises_an_alarm(acme: Cast) -> None:
    asked(acme, account=ELSEWHERE)

    words = card(acme)

    assert "The supplier name matches. The account does not." in words
    assert f"This request says {ELSEWHERE}" in words
    assert f"The record of Nordlicht GmbH says {NORDLICHT['account']}" in words
    assert "Looked up by Remit in the records of Acme Logistics" in words
    assert "Four eyes: one person of Finance" in words


def test_an_unknown_supplier_raises_an_alarm(acme: Cast) -> None:
    asked(acme, supplier_id="DE-0815")

    words = card(acme)

    assert "There is no such supplier on record." in words
    assert "This request says supplier id DE-0815" in words
    assert "Nothing: it is not among the suppliers." in words


def test_a_supplier_s_name_on_another_s_record_raises_an_alarm(acme: Cast) -> None:
    asked(acme, supplier_name="Baltic Freight OÜ")

    words = card(acme)

    assert "The account matches. The supplier name does not." in words
    assert "This request says Baltic Freight OÜ" in words
    assert "The record of Nordlicht GmbH says Nordlicht GmbH" in words


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (
            "status",
            "blocked",
            "On record the supplier status is blocked, not approved.",
        ),
        ("account", "", "The record of Nordlicht GmbH says Nothing: no account."),
    ],
)
def test_a_record_that_does_not_hold_raises_an_alarm(
    acme: Cast, field: str, value: str, said: str
) -> None:
    with acme.scope():
        record = Record.objects.get(key=NORDLICHT["id"])
        record.data[field] = value
        record.save(update_fields=["data"])

    asked(acme)

    assert said in card(acme)


def test_a_card_shows_what_the_gate_saw_and_not_the_record_of_today(acme: Cast) -> None:
    asked(acme, account=ELSEWHERE)
    with acme.scope():
        record = Record.objects.get(key=NORDLICHT["id"])
        record.data["account"] = ELSEWHERE
        record.save(update_fields=["data"])

    words = card(acme)

    assert "The account does not." in words
    assert f"The record of Nordlicht GmbH says {NORDLICHT['account']}" in words


def test_where_request_and_record_agree_there_is_no_alarm(acme: Cast) -> None:
    asked(acme)

    words = card(acme)

    assert "Looked up by Remit in the records" not in words
    assert "The supplier on record, looked up by Remit" in words


HOSTILE = "<script>alert(1)</script>\u202eHbmG\u200b"


def test_what_an_agent_wrote_is_text_and_nothing_in_it_is_unseen(acme: Cast) -> None:
    asked(acme, supplier_id="<b>nobody</b>", supplier_name=HOSTILE, invoice="A\u00a0B")

    for page in ("inbox/", ""):
        markup = visit(acme, acme.bo, page).content.decode()
        assert "<script>alert" not in markup
        assert "<b>nobody" not in markup
        assert "\u202e" not in markup
        assert "\u200b" not in markup
        assert "&lt;script&gt;alert(1)" in markup
        assert "right-to-left override" in markup
    assert "Holds 4 invisible characters, named below" in card(acme)


def test_a_hidden_character_in_a_known_name_is_shown(acme: Cast) -> None:
    asked(acme, supplier_name="Nordlicht\u00a0GmbH")

    words = card(acme)

    assert "Holds 1 invisible character, named below" in words
    assert "supplier_name Nordlichtno-break spaceGmbH" in words


def test_earlier_answers_about_the_same_supplier_are_shown(acme: Cast) -> None:
    answer(acme, asked(acme, amount="7150.00"), acme.cy, reason="Ordered in May.")
    refused = asked(acme, amount="900.00", account=ELSEWHERE)
    answer(acme, refused, acme.bo, how=checkpoints.refuse, reason="Not their bank.")
    asked(acme, amount="7400.00")

    words = card(acme)

    assert "Changed since one like it was approved" in words
    assert "amount 7150.00 EUR 7400.00 EUR" in words
    assert "Everything else same same" in words
    assert "Cy Okafor approved to pay 7,150.00 EUR" in words
    assert "“Ordered in May.”" in words
    assert "Bo Lindqvist refused to pay 900.00 EUR" in words


def test_answers_about_other_suppliers_are_not(acme: Cast) -> None:
    answer(acme, asked(acme, supplier_id="somebody-else"), acme.bo)
    asked(acme)

    words = card(acme)

    assert "Decided before" not in words
    assert "Changed since" not in words
