"""One run's page tells the story of one invoice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.runners import Report, Result
from governance.models import Run
from governance.services import runs
from tests.cast import Cast
from tests.governance.happenings import (
    NOT_PAID,
    PAID,
    answer,
    as_agent,
    ask,
    carried_out,
    complete,
    open_run,
    paid,
    stopped,
    unknown,
)
from tests.governance.reading import text_of


def page(cast: Cast, run: Run) -> str:
    """Return the page's text as its reader sees it."""
    path = f"/c/{cast.client.slug}/runs/{run.number}/"
    response = cast.browser(cast.vi).get(path)
    assert response.status_code == 200
    return text_of(response.content.decode())


def test_a_paid_invoice_reads_from_beginning_to_end(acme: Cast) -> None:
    run = paid(acme, invoice="NL-1")

    shown = page(acme, run)

    assert (
        "paid 480.00 EUR to Nordlicht GmbH for invoice NL-1. It is complete." in shown
    )
    assert "wrote: “Paid and told them.”" in shown
    assert "3. Send the payment Done" in shown
    assert "Checked again, and still allowed." in shown
    assert "Intent recorded, before anything was sent." in shown
    assert "The bank accepted it. Done." in shown
    assert "Invoice agent noted: Read Invoice NL-1. It is due." in shown
    assert "Invoice agent completed run 1: Paid and told them." in shown


def test_the_page_says_who_was_accountable_and_for_what_it_was_cleared(
    acme: Cast,
) -> None:
    shown = page(acme, open_run(acme))

    assert "Ada Rossi responsible owner" in shown
    assert "Bo Lindqvist deputy" in shown
    assert "Supplier invoice payment, version 1, signed by Ada Rossi" in shown


def test_codes_and_digests_come_last(acme: Cast) -> None:
    run = open_run(acme)
    action = ask(acme, run, amount="7400.00")

    shown = page(acme, run)

    assert shown.index("The story so far") < shown.index("Codes and digests")
    for code in (action.digest, str(action.id), str(run.id), "boundary version 1"):
        assert code in shown.partition("Codes and digests")[2]


def test_a_waiting_run_says_for_whom_and_until_when(acme: Cast) -> None:
    run = open_run(acme)
    ask(acme, run, amount="7400.00")

    shown = page(acme, run)

    assert "Run 1 waits for a person of Finance." in shown
    assert "If nobody answers in time, that counts as no." in shown
    assert "3. Send the payment Waits for a person" in shown
    assert "rule 2 “Larger payments”" in shown
    assert "23 h 59 min left" in shown
    assert "4. Tell the supplier Not started" in shown


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("approve", "Bo Lindqvist approved, because “I looked at the order.”."),
        ("refuse", "Bo Lindqvist refused, because “I looked at the order.”."),
    ],
)
def test_an_answer_is_told_with_its_reason(acme: Cast, word: str, told: str) -> None:
    run = open_run(acme)
    answer(acme, ask(acme, run, amount="7400.00"), acme.bo, word=word)

    assert told in page(acme, run)


def test_a_refused_run_says_that_remit_refused_it(acme: Cast) -> None:
    run = open_run(acme)
    ask(acme, run, amount="38500.00")
    complete(acme, run, summary="Not paid.")

    shown = page(acme, run)

    assert "Remit refused to let run 1 pay 38,500.00 EUR" in shown
    assert "3. Send the payment Refused" in shown


def test_a_payment_without_an_answer_shows_what_is_known_and_who_has_it(
    acme: Cast,
) -> None:
    run = unknown(acme, amount="318.00", invoice="NL-8841").run
    assert run is not None

    shown = page(acme, run)

    assert "Run 1 stopped after the request was sent." in shown
    assert "Nobody knows yet whether it paid 318.00 EUR to Nordlicht GmbH" in shown
    assert (
        "Known The intent was recorded and the request was about to be sent." in shown
    )
    assert "Step 4 has not started." in shown
    assert "Unknown Whether this happened: pay 318.00 EUR" in shown
    assert "Ada Rossi decides 3 h 59 min left" in shown
    assert "Written beforehand for this step Never send it twice." in shown
    assert "At the deadline If nobody has settled it by then" in shown
    assert "It stopped at step 3 of 4" in shown
    assert "Open incident 1" in shown


def test_a_run_that_its_agent_stopped_says_why(acme: Cast) -> None:
    run = open_run(acme)
    stopped(acme, run, reason="The invoice names no account.")

    shown = page(acme, run)

    assert "Run 1 stopped midway. Ada Rossi decides what happens now." in shown
    assert "Why it stopped The invoice names no account." in shown
    assert "Last safe point: before paying." in shown
    assert "Nothing had happened outside, it says." in shown


def test_every_attempt_of_a_step_is_kept(acme: Cast) -> None:
    run = open_run(acme)
    carried_out(acme, run, NOT_PAID)
    carried_out(acme, run, PAID)

    shown = page(acme, run)

    assert "3. Send the payment Done" in shown
    assert "(1 of 2)" in shown
    assert "The bank refused it. Not done, and nothing happened." in shown


def test_the_save_point_is_shown(acme: Cast) -> None:
    run = open_run(acme)
    with as_agent(acme):
        runs.heartbeat(run=run, fence=run.fence, save_point={"stage": "pay", "page": 2})

    shown = page(acme, run)

    assert "save point page 2 stage pay" in shown


def test_text_of_agents_and_suppliers_is_shown_as_text(acme: Cast) -> None:
    hostile = "<script>alert(1)</script>\u202e\u200b"
    run = open_run(acme, subject=f"Invoice {hostile}")
    ask(acme, run, amount="7400.00", invoice=f"X{hostile}", supplier_name=hostile)
    with as_agent(acme):
        runs.note(run=run, text=f"Read {hostile}", data={})

    path = f"/c/{acme.client.slug}/runs/{run.number}/"
    sources = [
        acme.browser(acme.vi).get(address).content.decode()
        for address in (path, f"{path}story/", f"/c/{acme.client.slug}/runs/")
    ]

    for source in sources:
        assert "<script>alert" not in source
        assert "&lt;script&gt;" in source
        assert "right-to-left override" in source
        assert "\u202e" not in source
        assert "\u200b" not in source


def test_a_page_costs_the_same_for_many_actions(acme: Cast) -> None:
    run = open_run(acme)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(acme, run)
        return len(asked)

    carried_out(acme, run, PAID)
    ask(acme, run, amount="7400.00")
    few = cost()
    for _ in range(3):
        carried_out(acme, run, Report(Result.DONE, "Done again."))
        ask(acme, run, amount="7400.00")

    assert cost() == few


def test_another_clients_run_is_not_there(acme: Cast, globex: Cast) -> None:
    run = open_run(acme)
    gil = globex.browser(globex.gil)

    for slug in (acme.client.slug, globex.client.slug):
        for path in (f"runs/{run.number}/", f"runs/{run.number}/story/"):
            assert gil.get(f"/c/{slug}/{path}").status_code == 404
