"""People are told what waits for them, again while it waits, and it is written down."""

import uuid
from datetime import datetime

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import Settings

from audit.selectors import Filters, trace
from governance.models import CheckpointNotice
from governance.services import checkpoints
from governance.services.sweep import tell_due
from tenants.models import Membership
from tests.browsers import quick
from tests.cast import Cast
from tests.governance.answering import answer, asked, clock_at, now_of, tell
from tests.governance.quorums import require
from tests.tenants.mails import letters_to, link_to

HOSTILE = "NL-1<b>x</b>\u202e0047\u200b\nSubject: done"


def test_who_may_answer_is_told_at_once_and_it_is_on_record(acme: Cast) -> None:
    waiting = asked(acme)

    tell(acme, waiting)

    assert _told(acme, waiting) == {("Bo", 0), ("Cy", 0)}
    letter = letters_to(acme.bo.user.email)[-1]
    assert letter.subject.startswith("Decide: Invoice agent wants to pay 7,400.00 EUR")
    assert "You are asked as one of Finance." in letter.body
    assert {one.outcome for one in _notices(acme, waiting)} == {"sent"}
    assert "Remit wrote to Bo Lindqvist and Cy Okafor" in _ledger(acme, waiting)


def test_nobody_is_told_twice_of_the_same(acme: Cast) -> None:
    waiting = asked(acme)

    tell(acme, waiting)
    tell(acme, waiting)

    assert len(_notices(acme, waiting)) == 2


def test_half_way_those_who_have_not_answered_are_reminded(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)
    tell(acme, waiting)
    answer(acme, waiting, acme.bo)

    with clock_at(_after(acme, waiting, 0.5)):
        tell(acme, waiting)

    assert _told(acme, waiting, after=50) == {("Cy", 50)}


def test_when_little_time_is_left_owner_and_deputy_hear_of_it(acme: Cast) -> None:
    waiting = asked(acme)
    tell(acme, waiting)

    with clock_at(_after(acme, waiting, 0.81)):
        tell(acme, waiting)
        letter = letters_to(acme.ada.user.email)[-1]

    # Bo, who is the deputy, is told once: as one who may decide.
    assert _told(acme, waiting, after=80) == {
        ("Ada", 80),
        ("Bo", 80),
        ("Cy", 80),
    }
    assert letter.subject.startswith("About to lapse: ")
    assert "Finance decides." in letter.body


def test_what_is_answered_before_the_mail_goes_out_needs_no_mail(acme: Cast) -> None:
    waiting = asked(acme)
    tell(acme, waiting)
    answer(acme, waiting, acme.cy, how=checkpoints.refuse)

    assert not letters_to(acme.bo.user.email)

    assert {one.outcome for one in _notices(acme, waiting)} == {"needless"}
    with clock_at(_after(acme, waiting, 0.9)):
        tell(acme, waiting)
    assert _told(acme, waiting) == {("Bo", 0), ("Cy", 0)}


def test_where_no_mail_gets_out_the_next_are_told_before_their_time(
    acme: Cast, settings: Settings
) -> None:
    waiting = asked(acme)
    tell(acme, waiting)

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    letters_to(acme.bo.user.email)

    found = _notices(acme, waiting)
    assert {one.outcome for one in found} == {"failed"}
    assert all("Error" in one.problem for one in found)
    assert "A mail to Bo Lindqvist about what Finance has to decide" in _ledger(
        acme, waiting
    )
    tell(acme, waiting)
    assert _told(acme, waiting, after=50) == {("Bo", 50), ("Cy", 50)}


def test_a_link_shows_what_is_asked_and_answers_nothing(acme: Cast) -> None:
    waiting = asked(acme)
    tell(acme, waiting)
    path = link_to(acme.bo.user.email)
    stranger = quick(Browser())

    page = stranger.get(path)

    assert page.status_code == 200
    assert "wants to" in page.text
    assert "Sign in to answer" in page.text
    assert "<form" not in page.text
    assert stranger.post(path).status_code == 405
    assert now_of(acme, waiting).state == "waiting"
    own = acme.browser(acme.bo).get(path)
    assert own.status_code == 302
    assert own.headers["Location"].endswith(f"/inbox/{waiting}/")


def test_a_link_shows_nothing_once_it_is_decided_or_the_person_has_left(
    acme: Cast,
) -> None:
    waiting = asked(acme)
    tell(acme, waiting)
    bos, cys = link_to(acme.bo.user.email), link_to(acme.cy.user.email)
    stranger = quick(Browser())
    with acme.scope():
        Membership.objects.filter(id=acme.cy.id).update(is_active=False)
    assert "Nothing waits" in stranger.get(cys).text
    assert "Nothing waits" not in stranger.get(bos).text

    answer(acme, waiting, acme.bo)

    assert "Nothing waits" in stranger.get(bos).text
    forged = f"{bos[:-3]}{'abc' if not bos.endswith('abc/') else 'cba'}/"
    assert "Nothing waits" in stranger.get(forged).text


def test_the_page_of_one_says_who_was_told_and_whether_it_arrived(acme: Cast) -> None:
    waiting = asked(acme)
    tell(acme, waiting)
    letters_to(acme.bo.user.email)

    page = acme.browser(acme.bo).get(f"/c/{acme.client.slug}/inbox/{waiting}/")

    assert page.status_code == 200
    assert "Two people were told by mail" in page.text
    assert "This waits for you. It lapses in" in page.text
    answer(acme, waiting, acme.cy)
    page = acme.browser(acme.bo).get(f"/c/{acme.client.slug}/inbox/{waiting}/")
    assert "This was approved." in page.text


def test_no_name_or_text_continues_a_mail_in_its_own_words(acme: Cast) -> None:
    waiting = asked(acme, invoice=HOSTILE)
    with acme.scope():
        acme.bo.user.name = "Bo\u202e <script>\nBcc: all"
        acme.bo.user.save(update_fields=["name"])
    tell(acme, waiting)

    letter = letters_to(acme.bo.user.email)[-1]

    assert "\n" not in letter.subject
    html = str(letter.alternatives[0][0])
    for text in (letter.subject, letter.body, html):
        assert not {"\u202e", "\u200b"} & set(text)
    assert "\nSubject: done" not in letter.body
    assert "\nBcc: all" not in letter.body
    assert "<b>x</b>" not in html
    assert "<script>" not in html
    assert _notices(acme, waiting)


def test_the_sweep_finds_who_is_to_be_told(acme: Cast) -> None:
    waiting = asked(acme)

    # Of whichever test it is, until nothing is due.
    while tell_due():
        pass

    assert _told(acme, waiting) == {("Bo", 0), ("Cy", 0)}


def _notices(cast: Cast, waiting: uuid.UUID) -> list[CheckpointNotice]:
    with cast.scope():
        rows = CheckpointNotice.objects.filter(checkpoint_id=waiting)
        return list(rows.select_related("person__user").order_by("told_at", "id"))


def _told(
    cast: Cast, waiting: uuid.UUID, *, after: int | None = None
) -> set[tuple[str, int]]:
    return {
        (one.person.user.name.split()[0], one.after)
        for one in _notices(cast, waiting)
        if after is None or one.after == after
    }


def _after(cast: Cast, waiting: uuid.UUID, share: float) -> datetime:
    found = now_of(cast, waiting)
    moment: datetime = found.asked_at + (found.deadline - found.asked_at) * share
    return moment


def _ledger(cast: Cast, waiting: uuid.UUID) -> str:
    action = now_of(cast, waiting).action_id
    with cast.scope():
        lines = trace(Filters(target_id=str(action))).lines
        return "\n".join(one.sentence for one in lines)


@pytest.fixture(autouse=True)
def _nothing_left_to_send() -> None:
    mail.outbox.clear()
