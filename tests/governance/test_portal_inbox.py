"""The inbox: what waits for whom, and what was decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.services import checkpoints
from tenants.models import Group, GroupMember
from tenants.services import join_group
from tests.cast import Cast
from tests.governance.answering import (
    ELSEWHERE,
    answer,
    asked,
    clock_ahead,
    loaded,
)
from tests.governance.seen import headline, read, seen, visit

OTHERS = "inbox/?show=others"
DECIDED = "inbox/?show=decided"


def test_what_waits_for_me_is_said_first(acme: Cast) -> None:
    asked(acme)
    asked(acme)

    page = visit(acme, acme.bo, "inbox/")

    assert headline(page) == (
        "Two decisions wait for you. The first lapses in 23 h 59 min."
    )
    assert read(page).count("Approve: pay 7,400.00 EUR") == 2


def test_an_empty_inbox_says_what_will_come(acme: Cast) -> None:
    page = visit(acme, acme.bo, "inbox/")

    assert headline(page) == "No decision waits for you."
    assert "puts before one of your groups" in read(page)


def test_the_next_to_lapse_comes_first(acme: Cast) -> None:
    first, second = asked(acme), asked(acme)

    page = visit(acme, acme.bo, "inbox/").content.decode()

    assert page.index(f'id="c-{first}"') < page.index(f'id="c-{second}"')


def test_who_may_not_answer_reads_it_and_why(acme: Cast) -> None:
    asked(acme)

    mine, others = seen(acme, acme.vi, "inbox/"), seen(acme, acme.vi, OTHERS)

    assert "wants to pay" not in mine
    assert "One decision waits for others. It lapses in" in others
    assert "You cannot decide this. Only people of Finance can answer this." in others
    assert "It waits for Bo Lindqvist or Cy Okafor." in others
    assert "Approve:" not in others


def test_the_owner_reads_who_has_to_look_instead(acme: Cast) -> None:
    with acme.scope():
        join_group(membership=acme.ada, group=Group.objects.get(name="Finance"))
    asked(acme, account=ELSEWHERE)

    others = seen(acme, acme.ada, OTHERS)

    assert "You answer for this agent, so somebody else has to decide this." in others
    assert "It waits for Bo Lindqvist or Cy Okafor." in others


def test_a_question_that_nobody_may_answer_says_so(acme: Cast) -> None:
    asked(acme)
    with acme.scope():
        GroupMember.objects.all().delete()

    assert "Nobody of Finance may answer it now" in seen(acme, acme.bo, OTHERS)


def test_what_i_decided_stays_with_my_reason_and_what_came_of_it(acme: Cast) -> None:
    paid, refused = asked(acme), asked(acme, amount="900.00")
    answer(acme, paid, acme.bo, reason="Ordered by us.")
    answer(acme, refused, acme.bo, how=checkpoints.refuse, reason="Not ours.")

    page = visit(acme, acme.bo, DECIDED)

    assert headline(page) == "You have decided two questions."
    assert "You refused to pay 900.00 EUR" in read(page)
    assert "“Not ours.”" in read(page)
    assert "You approved to pay 7,400.00 EUR" in read(page)
    assert headline(visit(acme, acme.cy, DECIDED)) == "You have decided nothing yet."


def test_what_has_lapsed_waits_for_nobody(acme: Cast) -> None:
    asked(acme)

    with clock_ahead(timedelta(hours=25)):
        assert "wants to pay" not in seen(acme, acme.bo, "inbox/")
        assert "wants to pay" not in seen(acme, acme.vi, OTHERS)


def test_long_lists_have_pages(acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.selectors.inbox.PAGE_SIZE", 1)
    first, second = asked(acme), asked(acme)

    one = visit(acme, acme.bo, "inbox/").content.decode()
    two = visit(acme, acme.bo, "inbox/?show=mine&page=2").content.decode()

    assert f'id="c-{first}"' in one
    assert f'id="c-{second}"' not in one
    assert 'href="?show=mine&amp;page=2" rel="next"' in one
    assert f'id="c-{second}"' in two
    assert 'href="?show=mine&amp;page=1" rel="prev"' in two
    assert 'rel="next"' not in two


@pytest.mark.parametrize(
    "query",
    ["?show=all", "?page=0", "?page=-1", "?page=two", "?page=99999", "?page=%C2%B2"],
)
def test_a_part_or_page_that_there_is_not_is_not_found(acme: Cast, query: str) -> None:
    assert visit(acme, acme.bo, f"inbox/{query}").status_code == 404


@pytest.mark.parametrize("path", ["inbox/", OTHERS, DECIDED, "inbox/news"])
def test_nobody_of_another_client_gets_in(acme: Cast, globex: Cast, path: str) -> None:
    asked(acme)

    foreign = globex.browser(globex.gil).get(f"/c/{acme.client.slug}/{path}")

    assert foreign.status_code == 404
    assert acme.client.name not in read(foreign)


@pytest.mark.parametrize("path", ["inbox/", OTHERS, DECIDED])
def test_more_questions_cost_no_more_queries(acme: Cast, path: str) -> None:
    who = acme.vi if path == OTHERS else acme.bo

    def ask() -> None:
        waiting = asked(acme)
        if path == DECIDED:
            answer(acme, waiting, acme.bo)

    ask()
    browser, address = acme.browser(who), f"/c/{acme.client.slug}/{path}"
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for _ in range(3):
        ask()
    with CaptureQueriesContext(connection) as many:
        page = browser.get(address)

    assert page.content.decode().count("NL-") >= 4
    assert len(many) == len(few)


def test_an_open_page_is_told_how_many_more_wait(acme: Cast) -> None:
    with acme.scope():
        since = loaded(asked(acme)).asked_at
    path = f"inbox/news?since={since.isoformat().replace('+', '%2B')}"
    assert seen(acme, acme.bo, path) == ""

    asked(acme)
    assert "1 more waits for you since you opened this page." in seen(
        acme, acme.bo, path
    )

    asked(acme)
    assert "2 more wait for you" in seen(acme, acme.bo, path)
    assert seen(acme, acme.vi, path) == "", "not for her"


def test_a_page_opened_when_nothing_waited_is_told_of_everything(acme: Cast) -> None:
    page = visit(acme, acme.bo, "inbox/").content.decode()
    assert f'hx-get="/c/{acme.client.slug}/inbox/news"' in page

    asked(acme)

    assert "1 more waits" in seen(acme, acme.bo, "inbox/news")


@pytest.mark.parametrize("since", ["2026-13-01T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_moment_that_is_none_is_not_found(acme: Cast, since: str) -> None:
    assert visit(acme, acme.bo, f"inbox/news?since={since}").status_code == 404


def test_the_inbox_is_only_read_by_getting_it(acme: Cast) -> None:
    path = f"/c/{acme.client.slug}/inbox/"

    assert acme.browser(acme.bo).post(path).status_code == 405
