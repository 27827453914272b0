"""How people decide is shown: how fast, how often no, and what is always the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.quality import ENOUGH, Advice, Case, Ending, quality_of
from governance.services import checkpoints
from tests.cast import Cast
from tests.governance.answering import answer, asked, clock_at, now_of, sweep, tell
from tests.governance.seen import headline, seen, visit

SECONDS = timedelta(seconds=1)
YES, NO = Case(Ending.APPROVED, 60 * SECONDS), Case(Ending.REFUSED, 60 * SECONDS)
LAPSED = Case(Ending.LAPSED)
PAGE = "inbox/deciding/"


def test_endings_speed_and_haste_are_counted() -> None:
    quick = Case(Ending.APPROVED, 9 * SECONDS)

    found = quality_of([YES, NO, LAPSED, quick])

    assert (found.asked, found.answered) == (4, 3)
    assert (found.approved, found.refused, found.lapsed) == (2, 1, 1)
    assert (found.hasty, found.half_within) == (1, 60 * SECONDS)


@pytest.mark.parametrize(
    ("cases", "speaks_for"),
    [
        ([YES] * ENOUGH, Advice.ALLOW),
        ([NO] * ENOUGH, Advice.DENY),
        ([YES] * (ENOUGH - 1), None),
        ([YES] * ENOUGH + [NO], None),
        # Silence is no answer: it speaks for neither.
        ([LAPSED] * ENOUGH, None),
        ([], None),
    ],
)
def test_only_many_answers_of_one_kind_speak_for_something(
    cases: list[Case], speaks_for: Advice | None
) -> None:
    assert quality_of(cases).advice is speaks_for


def test_an_admin_reads_how_people_decide(acme: Cast) -> None:
    answer(acme, asked(acme), acme.bo)
    answer(acme, asked(acme), acme.bo, how=checkpoints.refuse)
    _lapsed(acme)

    page = visit(acme, acme.ada, PAGE)
    words = seen(acme, acme.ada, PAGE)

    assert headline(page).startswith("People were asked three times in 90 days; half")
    assert "Two answers came in under 10 seconds; one question lapsed." in words
    assert "Rule 2: Larger payments 3 1 (33 %) 1 (33 %) 1 (33 %)" in words
    # Bo did not answer what lapsed, and neither did Cy, who never answered.
    assert "Bo Lindqvist 3 1 (33 %) 1 (33 %) 1 (33 %)" in words
    assert "Cy Okafor 1 none none 1 (100 %)" in words


def test_what_always_gets_a_yes_is_named(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.quality.ENOUGH", 2)
    for _ in range(2):
        answer(acme, asked(acme), acme.cy)

    words = seen(acme, acme.vi, PAGE)

    assert "Rule 2, Larger payments: every one of 2 answers was yes." in words


def test_nothing_asked_is_said(acme: Cast) -> None:
    assert "Nothing was put before a person in 90 days." in seen(acme, acme.ada, PAGE)


def test_more_answers_cost_no_more_queries(acme: Cast) -> None:
    browser, path = acme.browser(acme.ada), f"/c/{acme.client.slug}/{PAGE}"
    answer(acme, asked(acme), acme.bo)
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for _ in range(3):
        answer(acme, asked(acme), acme.cy)
    with CaptureQueriesContext(connection) as many:
        browser.get(path)

    assert len(many) == len(few)


def _lapsed(cast: Cast) -> None:
    waiting = asked(cast)
    tell(cast, waiting)
    deadline = now_of(cast, waiting).deadline
    with clock_at(deadline + SECONDS):
        sweep()
    assert now_of(cast, waiting).state == "expired"
