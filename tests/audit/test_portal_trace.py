"""The trace in the portal: what happened, in order, and each entry's exact bytes."""

import hashlib
import re
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agents import services
from audit.canonical import LEAF_PREFIX
from audit.events import Event
from audit.models import PrivateValue
from audit.portal import lookups
from audit.selectors import Filters, Line, trace
from tests.cast import Cast
from tests.governance.happenings import ask, open_run, paid, unknown
from tests.governance.seen import headline, read, seen, visit

HOSTILE = "<script>alert(1)</script>\u202eHbmG\u200b"


def lines(cast: Cast, **filters: str) -> list[Line]:
    """Return what the client's ledger holds, newest first."""
    with cast.scope():
        return trace(Filters(**filters), size=1000).lines


def newest(cast: Cast, event: Event) -> Line:
    """Return the client's newest entry of a kind."""
    return lines(cast, event=event.value)[0]


def entry_page(cast: Cast, line: Line) -> Any:
    """Return the page of an entry, as the auditor sees it."""
    return visit(cast, cast.vi, f"trace/{line.id}/")


def inner(page: Any, identifier: str) -> str:
    """Return what stands in the element with this id."""
    pattern = rf'id="{identifier}"[^>]*>(.*?)</'
    found = re.search(pattern, page.content.decode(), re.DOTALL)
    assert found is not None
    return unescape(found[1])


def shown_ids(page: Any) -> list[UUID]:
    """Return the entries that a page of the trace links to, in order."""
    found = re.findall(r"/trace/([0-9a-f-]{36})/", page.content.decode())
    return [UUID(one) for one in found]


def test_the_trace_is_told_in_sentences_newest_first(acme: Cast) -> None:
    unknown(acme, invoice="NL-1", amount="318.00")

    page = visit(acme, acme.vi, "trace/")

    words = read(page)
    asked = words.index("Invoice agent asked to pay 318.00 EUR to Nordlicht GmbH")
    doubt = words.index("Nobody knows whether it happened: pay 318.00 EUR")
    assert doubt < asked < words.index("Remit created the client Acme Logistics.")
    assert "Allowed" in words[asked:]
    assert "Unknown" in words[doubt:asked]
    assert shown_ids(page) == [line.id for line in lines(acme)][:50]


def test_the_first_line_counts_the_day(acme: Cast) -> None:
    count = len(lines(acme))
    at = timezone.localtime(lines(acme)[0].at, timezone.get_fixed_timezone(60))

    page = visit(acme, acme.vi, "trace/")

    told = f"{count} entries were recorded today, the newest at "
    assert headline(page).startswith(told)
    assert f"{at:%M:%S}." in headline(page)


def test_the_first_line_counts_no_further_than_it_must(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "MOST_COUNTED", 3)
    monkeypatch.setattr("audit.portal.wording.MOST_COUNTED", 3)

    page = visit(acme, acme.vi, "trace/")

    assert headline(page).startswith("More than 3 entries were recorded today,")


def test_an_agent_is_offered_by_its_name_and_filtered_by(acme: Cast) -> None:
    open_run(acme)
    option = f'<option value="{acme.agent.id}"'

    every = visit(acme, acme.vi, "trace/")
    about = visit(acme, acme.vi, f"trace/?agent={acme.agent.id}")

    assert f"{option}>Invoice agent</option>" in every.content.decode()
    assert f"{option} selected>Invoice agent</option>" in about.content.decode()
    assert " recorded about Invoice agent today," in headline(about)
    wanted = [line.id for line in lines(acme, agent_id=str(acme.agent.id))]
    assert shown_ids(about) == wanted
    assert "added Vi Tanaka" not in read(about)


def test_an_agent_that_never_acted_is_named_by_what_was_recorded_about_it(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        agent = services.register_agent(name="Customs agent", purpose="Customs.")

    words = seen(acme, acme.vi, f"trace/?agent={agent.id}")

    assert "1 entry was recorded about Customs agent today" in words
    assert "Ada Rossi registered Customs agent." in words


def test_a_run_is_filtered_by_its_link_and_called_by_its_number(acme: Cast) -> None:
    run = paid(acme)
    other = open_run(acme)
    link = f"trace/?run={run.id}"
    every = visit(acme, acme.vi, "trace/").content.decode()

    page = visit(acme, acme.vi, link)

    assert f'href="/c/{acme.client.slug}/{link}">run {run.number}</a>' in every
    assert f" recorded in run {run.number} today," in headline(page)
    assert shown_ids(page) == [line.id for line in lines(acme, run_id=str(run.id))]
    shown = page.content.decode()
    assert f'name="run" value="{run.id}"' in shown
    assert f"/runs/{run.number}/" in shown
    assert f"/runs/{other.number}/" not in shown


def test_a_kind_of_event_is_filtered_by(acme: Cast) -> None:
    ask(acme, open_run(acme), amount="38500.00")

    page = visit(acme, acme.vi, f"trace/?event={Event.ACTION_REFUSED}")

    assert shown_ids(page) == [newest(acme, Event.ACTION_REFUSED).id]
    assert "of the kind “Action refused”" in headline(page)


def test_older_entries_follow_and_filters_stay(acme: Cast) -> None:
    run = open_run(acme)
    for number in range(60):
        ask(acme, run, invoice=f"NL-{number}", amount="38500.00")
    wanted = [line.id for line in lines(acme, run_id=str(run.id))]

    first = visit(acme, acme.vi, f"trace/?run={run.id}")
    older = re.search(r'href="(\?[^"]*before=[^"]*)"', first.content.decode())
    assert older is not None
    second = visit(acme, acme.vi, f"trace/{unescape(older[1])}")

    assert shown_ids(first) == wanted[:50]
    assert shown_ids(second) == wanted[50:]
    assert f"What was recorded in run {run.number} until" in headline(second)
    back = f'<a href="?run={run.id}">back to the newest</a>'
    assert back in second.content.decode()
    assert "Older" not in read(second)


def test_where_nothing_matches_the_page_says_so(acme: Cast) -> None:
    page = visit(acme, acme.vi, f"trace/?event={Event.HALT_SET}")

    assert headline(page) == "Nothing has been recorded of the kind “Halt set”."
    assert "Show everything" in read(page)


@pytest.mark.parametrize("query", ["agent=Ada", "run=12", "before=x", "event=no.such"])
def test_a_filter_that_is_none_is_not_found(acme: Cast, query: str) -> None:
    assert visit(acme, acme.vi, f"trace/?{query}").status_code == 404


def test_the_trace_takes_no_more_queries_for_more_entries(acme: Cast) -> None:
    browser, path = acme.browser(acme.vi), f"/c/{acme.client.slug}/trace/"
    paid(acme)
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for _ in range(3):
        paid(acme)
    with CaptureQueriesContext(connection) as more:
        browser.get(path)

    assert len(more) == len(few)


def test_what_agents_wrote_is_shown_as_text(acme: Cast) -> None:
    ask(acme, open_run(acme, HOSTILE), supplier_name=HOSTILE, amount="38500.00")
    refused = newest(acme, Event.ACTION_REFUSED)

    for page in (visit(acme, acme.vi, "trace/"), entry_page(acme, refused)):
        shown = page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
        assert "\u200b" not in shown
        assert "right-to-left override" in shown


def test_an_entry_shows_who_what_and_on_whose_authority(acme: Cast) -> None:
    run = open_run(acme)
    ask(acme, run, invoice="NL-1", amount="38500.00")
    line = newest(acme, Event.ACTION_REFUSED)

    page = entry_page(acme, line)

    words = read(page)
    assert headline(page).startswith(
        "Invoice agent asked to pay 38,500.00 EUR to Nordlicht GmbH for invoice NL-1"
    )
    assert headline(page).endswith("…")
    assert line.sentence in words
    assert "Who Invoice agent, an agent" in words
    assert "What Action refused" in words
    assert "How it ended It was refused." in words
    assert "Rules that decided pay-ceiling" in words
    assert "Boundary version 1" in words
    assert "Reason The invoice matches the order and is due." in words
    shown = page.content.decode()
    assert f"/c/{acme.client.slug}/runs/{run.number}/" in shown
    assert f"/c/{acme.client.slug}/agents/{acme.agent.id}/" in shown
    assert f"http://testserver/c/{acme.client.slug}/trace/{line.id}/" in shown


def test_an_outsider_can_hash_the_bytes_that_are_shown(acme: Cast) -> None:
    ask(acme, open_run(acme), amount="38500.00")

    page = entry_page(acme, newest(acme, Event.ACTION_REFUSED))

    body = inner(page, "body").encode()
    leaf = hashlib.sha256(LEAF_PREFIX + body).hexdigest()
    assert inner(page, "leaf-hash") == leaf
    assert "38,500.00" not in body.decode(), "what may be about a person stands beside"


def test_a_person_is_named_beside_the_bytes_and_not_in_them(acme: Cast) -> None:
    page = entry_page(acme, newest(acme, Event.CLEARANCE_SIGNED))

    words = read(page)
    assert "Who Ada Rossi, a person" in words
    assert "What may be about a person stands beside the hashed bytes" in words
    assert "Ada Rossi" not in inner(page, "body")


def test_a_value_beside_that_is_not_what_was_hashed_is_not_told(acme: Cast) -> None:
    ask(acme, open_run(acme), amount="38500.00")
    line = newest(acme, Event.ACTION_REFUSED)
    with acme.scope():
        forged = PrivateValue(
            entry_id=line.id, path="actor", salt=b"x" * 16, value="Somebody else"
        )
        forged.save(force_insert=True)

    assert "Somebody else" not in read(entry_page(acme, line))


def test_another_clients_entry_is_not_there(acme: Cast, globex: Cast) -> None:
    ours, line = globex.browser(globex.gil), lines(acme)[0]

    for slug, entry_id in (
        (acme.client.slug, line.id),
        (globex.client.slug, line.id),
        (globex.client.slug, uuid4()),
    ):
        assert ours.get(f"/c/{slug}/trace/{entry_id}/").status_code == 404
    assert ours.get(f"/c/{acme.client.slug}/trace/").status_code == 404


def test_another_clients_agent_and_run_filter_to_nothing(
    acme: Cast, globex: Cast
) -> None:
    run = open_run(acme)

    for query in (f"agent={acme.agent.id}", f"run={run.id}"):
        words = seen(globex, globex.gil, f"trace/?{query}")
        assert "Nothing has been recorded" in words
        assert "Invoice agent" not in words


def test_an_entry_takes_few_queries(acme: Cast) -> None:
    paid(acme)
    browser = acme.browser(acme.vi)
    path = f"/c/{acme.client.slug}/trace/"
    signed = newest(acme, Event.CLEARANCE_SIGNED)
    done = newest(acme, Event.ACTION_SUCCEEDED)
    with CaptureQueriesContext(connection) as plain:
        browser.get(f"{path}{signed.id}/")
    with CaptureQueriesContext(connection) as full:
        browser.get(f"{path}{done.id}/")

    # One more, for the number of the run.
    assert len(full) == len(plain) + 1
