"""The ledger in the admin: names in the list, sentences on the page."""

from audit.models import Entry
from audit.selectors import Filters, trace
from tests.leads import house, list_url, page_url


def test_a_page_tells_the_sentence_and_shows_what_was_hashed() -> None:
    with house().acme.scope():
        line = trace(Filters(event="action.refused")).lines[0]

    answer = house().browser().get(page_url(Entry, line.id))
    page = answer.content.decode()

    assert "Invoice agent asked to pay 38,500.00 EUR" in page
    assert line.leaf_hash in page
    assert "D003" in page


def test_the_list_tells_what_kind_of_thing_happened_and_no_more() -> None:
    asked = {"client": house().acme.client.slug, "about": "action"}
    answer = house().browser().get(list_url(Entry), asked)
    page = answer.content.decode()

    assert "action.refused" in page
    assert "asked to" not in page


def test_the_list_can_be_of_one_kind_of_thing() -> None:
    answer = house().browser().get(list_url(Entry), {"about": "ticket"})

    events = {entry.event for entry in answer.context["cl"].result_list}
    assert events
    assert all(event.startswith("ticket.") for event in events)
