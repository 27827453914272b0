"""A client's own systems are told by signed webhook, until they take it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from agents.models import Runner
from agents.services.connections import retire_runner
from agents.webhooks import new_secret
from audit.selectors import Filters, trace
from governance.models import Announcement, Subscription
from governance.news import News, wait_after
from governance.services import checkpoints
from governance.services.execution import announce, deliver
from governance.services.subscribing import send_again, subscribe
from governance.services.sweep import deliver_due
from tenants.errors import Conflict, NotAllowed
from tests.agents.connecting import connect
from tests.agents.target import Target, connected, listening
from tests.cast import Cast
from tests.governance.answering import answer, asked, clock_ahead, now_of, sweep

ALL = list(News)


@pytest.fixture
def target(settings: Any) -> Iterator[str]:
    """The address of a target that the operator lets runners reach."""
    with listening(settings) as address:
        yield address


def test_what_waits_and_how_it_ended_is_told_signed(acme: Cast, target: str) -> None:
    secret = new_secret()
    runner = told_of(acme, connected(acme, target, secret), *ALL)

    waiting = asked(acme)
    answer(acme, waiting, acme.bo, how=checkpoints.refuse)
    deliver_due()

    for headers, body in Target.seen:
        Webhook(secret).verify(body, headers)
    first, second = (json.loads(body) for _, body in Target.seen)
    assert (first["type"], second["type"]) == (
        "checkpoint.asked",
        "checkpoint.refused",
    )
    assert first["data"]["checkpoint"] == second["data"]["checkpoint"] == str(waiting)
    link = f"/c/{acme.client.slug}/inbox/{waiting}/"
    assert first["data"]["link"].endswith(link)
    assert {one.state for one in messages(acme, runner)} == {"delivered"}
    ids = {str(one.id) for one in messages(acme, runner)}
    assert {headers["webhook-id"] for headers, _ in Target.seen} == ids


def test_nothing_is_said_about_a_person_or_in_an_agents_words(
    acme: Cast, target: str
) -> None:
    told_of(acme, connected(acme, target), *ALL)
    waiting = asked(acme, invoice="NL-secret")
    answer(acme, waiting, acme.bo, reason="Bo has looked at it.")
    deliver_due()

    said = b"".join(body for _, body in Target.seen).decode()

    assert Target.seen
    for word in ("NL-secret", "Bo", "Lindqvist", "looked", "7400.00"):
        assert word not in said


def test_what_lapses_or_is_withdrawn_is_told_too(acme: Cast, target: str) -> None:
    runner = told_of(
        acme,
        connected(acme, target),
        News.CHECKPOINT_EXPIRED,
        News.CHECKPOINT_CANCELLED,
    )
    waiting = asked(acme)
    with acme.scope():
        checkpoints.cancel_waiting(now_of(acme, asked(acme)).action.run)

    with clock_ahead(timedelta(days=2)):
        sweep()

    assert now_of(acme, waiting).state == "expired"
    assert {one.news for one in messages(acme, runner)} == {
        "checkpoint.expired",
        "checkpoint.cancelled",
    }


def test_nobody_is_told_of_what_was_not_chosen(acme: Cast, target: str) -> None:
    runner = told_of(acme, connected(acme, target), News.TICKET_OPENED)

    asked(acme)

    assert messages(acme, runner) == []


def test_what_is_not_taken_is_tried_again_by_the_same_id_and_body(
    acme: Cast, target: str
) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    Target.status = 500

    deliver_due()
    deliver_due()

    [one] = messages(acme, runner)
    assert (one.state, one.attempts) == ("waiting", 1)
    assert "status 500" in one.answer
    Target.status = 200
    with clock_ahead(timedelta(seconds=6)):
        deliver_due()
    (_, body), (_, again) = Target.seen
    assert body == again
    assert len({headers["webhook-id"] for headers, _ in Target.seen}) == 1
    assert messages(acme, runner)[0].state == "delivered"


def test_a_system_that_takes_nothing_is_given_up_after_days_and_asked_again_by_hand(
    acme: Cast, target: str
) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    Target.status = 503

    for attempt in range(12):
        with clock_ahead(timedelta(days=2 * attempt)):
            deliver_due()

    [one] = messages(acme, runner)
    assert (one.state, one.attempts, len(Target.seen)) == ("given_up", 10, 10)
    assert "is not tried again" in newest_sentence(acme)
    Target.status = 200
    path = f"/c/{acme.client.slug}/announcements/{one.id}/again/"
    assert acme.browser(acme.ada).post(path).status_code == 302
    deliver_due()
    assert messages(acme, runner)[0].state == "delivered"
    assert acme.browser(acme.ada).post(path).status_code == 409


def test_who_says_that_it_is_gone_is_told_nothing_more(acme: Cast, target: str) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    Target.status = 410

    deliver_due()
    asked(acme)

    [one] = messages(acme, runner)
    assert (one.state, one.attempts) == ("given_up", 1)
    page = acme.browser(acme.vi).get(path_of(acme, runner)).text
    assert "is told of nothing" in page
    assert "It answered that it wants no such messages any more." in page


def test_a_target_in_the_own_network_is_refused_and_said_so(
    acme: Cast, target: str, settings: Any
) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    settings.EGRESS_ALLOWED = []

    deliver_due()

    assert Target.seen == []
    assert "It was not sent: " in messages(acme, runner)[0].answer


def test_a_system_that_is_down_is_tried_once_and_holds_up_nobody(
    acme: Cast, target: str
) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    for _ in range(3):
        asked(acme)
    Target.status = 500

    deliver_due()

    assert len(Target.seen) == 1
    assert [one.attempts for one in messages(acme, runner)] == [1, 0, 0]
    assert announce.MOST_SECONDS <= 10
    Target.status = 200
    with clock_ahead(timedelta(seconds=6)):
        deliver_due()
    assert {one.state for one in messages(acme, runner)} == {"delivered"}


def test_who_dies_after_sending_loses_nothing(
    acme: Cast, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    [one] = messages(acme, runner)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(announce, "_settle", dies)
        with pytest.raises(SystemExit):
            deliver(client_id=acme.client.id, announcement_id=one.id)
    deliver_due()
    assert len(Target.seen) == 1

    with clock_ahead(timedelta(minutes=2)):
        deliver_due()

    assert len(Target.seen) == 2
    assert messages(acme, runner)[0].state == "delivered"


def test_over_a_retired_connection_nothing_is_sent(acme: Cast, target: str) -> None:
    runner = told_of(acme, connected(acme, target), News.CHECKPOINT_ASKED)
    asked(acme)
    with acme.scope(acme.ada):
        retire_runner(runner)

    deliver_due()

    assert Target.seen == []
    [one] = messages(acme, runner)
    assert (one.state, one.answer) == (
        "given_up",
        "It was not sent: the connection is retired.",
    )
    with acme.scope(acme.ada), pytest.raises(Conflict):
        send_again(one, by=acme.ada)
    with acme.scope(acme.ada), pytest.raises(Conflict):
        subscribe(runner, news=ALL, by=acme.ada)


def test_only_admins_choose_what_is_told(acme: Cast) -> None:
    with acme.scope(acme.bo):
        runner = connect(acme)
        with pytest.raises(NotAllowed):
            subscribe(runner, news=ALL, by=acme.bo)


def test_the_page_chooses_and_shows_what_became_of_it(acme: Cast, target: str) -> None:
    runner = connected(acme, target)
    page, ada = path_of(acme, runner), acme.browser(acme.ada)
    assert "is told of nothing" in ada.get(page).text

    body = {"news": ["checkpoint.asked", "ticket.opened"]}
    answered = ada.post(f"{page}choose/", body, follow=True)

    assert "is told of two kinds of events." in answered.text
    asked(acme)
    deliver_due()
    shown = acme.browser(acme.vi).get(page).text
    assert "It was answered with status 200" in shown
    assert "Something waits for a person" in shown
    assert "Save what it is told" not in shown
    assert ada.post(f"{page}choose/", body).status_code == 409
    assert ada.post(f"{page}choose/", {"news": ["all"]}).status_code == 422
    assert ada.post(f"{page}choose/", {}).status_code == 302
    with acme.scope():
        assert not Subscription.objects.filter(ended_at__isnull=True).exists()
    assert newest_sentence(acme).endswith("told of nothing.")


def test_ten_attempts_take_less_than_four_days() -> None:
    waits = [wait for attempt in range(1, 11) if (wait := wait_after(attempt))]

    assert len(waits) == 9
    assert sum(waits, timedelta()) < timedelta(days=4)


def told_of(cast: Cast, runner: Runner, *news: News) -> Runner:
    """Have a connection be told of this, and return it."""
    with cast.scope(cast.ada):
        subscribe(runner, news=news, by=cast.ada)
    return runner


def messages(cast: Cast, runner: Runner) -> list[Announcement]:
    """Return the messages over a connection, the oldest first."""
    with cast.scope():
        rows = Announcement.objects.filter(subscription__runner=runner)
        return list(rows.select_related("subscription__runner").order_by("id"))


def path_of(cast: Cast, runner: Runner) -> str:
    """Return the path of the page about a connection's messages."""
    return f"/c/{cast.client.slug}/connections/{runner.id}/told/"


def newest_sentence(cast: Cast) -> str:
    """Return what the ledger says last."""
    with cast.scope():
        return trace(Filters()).lines[0].sentence
