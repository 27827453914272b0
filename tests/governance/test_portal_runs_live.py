"""An open page follows a run while it is running, and stops when it ends."""

import re
from typing import Any

from governance.services import runs
from tests.cast import Cast
from tests.governance.happenings import as_agent, ask, complete, open_run, stopped


def shown(cast: Cast, path: str) -> Any:
    return cast.browser(cast.vi).get(f"/c/{cast.client.slug}/{path}")


def address(markup: str) -> str:
    found = re.search(r'hx-get="/c/[^/]+/([^"]+)"', markup)
    assert found, "the page does not ask for news"
    return found.group(1)


def test_a_running_run_asks_for_news_every_three_seconds(acme: Cast) -> None:
    run = open_run(acme)

    page = shown(acme, f"runs/{run.number}/").content.decode()

    assert 'hx-trigger="every 3s"' in page
    assert shown(acme, address(page)).status_code == 204


def test_news_come_with_the_sentence_and_the_steps(acme: Cast) -> None:
    run = open_run(acme)
    asking = address(shown(acme, f"runs/{run.number}/").content.decode())
    ask(acme, run, amount="7400.00")

    news = shown(acme, asking)

    assert news.status_code == 200
    told = news.content.decode()
    assert "Run 1 waits for a person of Finance." in told
    assert told.count('hx-swap-oob="true"') == 3
    assert "<h1" not in told
    assert shown(acme, address(told)).status_code == 204


def test_the_agents_words_arrive(acme: Cast) -> None:
    run = open_run(acme)
    asking = address(shown(acme, f"runs/{run.number}/").content.decode())
    with as_agent(acme):
        runs.note(run=run, text="It matches order 7.", data={})

    assert "noted: It matches order 7." in shown(acme, asking).content.decode()


def test_when_the_run_ends_the_whole_page_is_read_again(acme: Cast) -> None:
    run, other = open_run(acme), open_run(acme)
    asking = [
        address(shown(acme, f"runs/{one.number}/").content.decode())
        for one in (run, other)
    ]
    complete(acme, run, summary="Nothing to pay.")
    stopped(acme, other)

    for each in asking:
        assert shown(acme, each).headers["HX-Refresh"] == "true"
    for one in (run, other):
        assert "hx-get" not in shown(acme, f"runs/{one.number}/").content.decode()
