"""Asking about a process on its pages, and the report."""

from collections.abc import Callable
from typing import Any

from governance.models import Questionnaire
from governance.questionnaire import QUESTIONS
from tests.cast import Cast
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

YES = {one.key: "yes" for one in QUESTIONS}


def asked_about(cast: Cast, title: str = "Petty cash") -> str:
    """Return where Ada is asked about a process."""
    do(cast, cast.ada, "questionnaires/start/", title=title)
    with cast.scope():
        return f"questionnaires/{Questionnaire.objects.get(title=title).id}/"


def test_the_report_says_what_stands_in_the_way_and_what_to_do_first(
    acme: Cast,
) -> None:
    path = asked_about(acme)
    no = {**YES, "owner": "no", "owner_note": "Nobody wants to.", "deputy": "partly"}

    report = do(acme, acme.ada, f"{path}answer/", seen="1", **no)

    assert headline(report) == "Petty cash is not ready: one thing stands in the way."
    told = read(report)
    assert "Ask that person, and have them accept in writing." in told
    assert "Nobody wants to." in told
    assert "Name a deputy, and tell both." in told
    again = visit(acme, acme.ada, path).content.decode()
    assert "Nobody wants to." in again
    good = do(acme, acme.ada, f"{path}answer/", seen="2", **YES)
    assert headline(good) == "Petty cash can be written down now."


def test_an_old_page_and_a_wrong_reply_change_nothing(acme: Cast) -> None:
    path = asked_about(acme)
    do(acme, acme.ada, f"{path}answer/", seen="1", **YES)

    late = do(acme, acme.bo, f"{path}answer/", seen="1", **{**YES, "owner": "no"})
    wrong = do(acme, acme.ada, f"{path}answer/", seen="2", **{**YES, "owner": "maybe"})
    empty = do(acme, acme.ada, "questionnaires/start/", title="   ")

    assert (late.status_code, wrong.status_code, empty.status_code) == (409, 422, 422)
    assert "Ada Rossi changed it in the meantime" in read(late)
    assert "maybe is not one of the available choices" in read(wrong)
    assert "Say what the process is called." in read(empty)
    with acme.scope():
        kept = Questionnaire.objects.get()
        assert kept.answers["owner"]["reply"] == "yes"


def test_an_auditor_reads_the_report_and_answers_nothing(acme: Cast) -> None:
    path = asked_about(acme)

    assert "Nobody has been asked about Petty cash yet." in seen(
        acme, acme.vi, f"{path}report/"
    )
    assert "Ask about it" not in seen(acme, acme.vi, "questionnaires/")
    assert visit(acme, acme.vi, path).status_code == 403


def test_another_client_sees_nothing_of_it(acme: Cast, globex: Cast) -> None:
    path = asked_about(acme)

    assert visit(globex, globex.gil, f"{path}report/").status_code == 404
    assert "Petty cash" not in seen(globex, globex.gil, "questionnaires/")


def test_the_list_costs_the_same_however_many_there_are(
    acme: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(4):
        asked_about(acme, f"Process {number}")
    browser = acme.browser(acme.ada)
    where = f"/c/{acme.client.slug}/questionnaires/"
    browser.get(where)
    with django_assert_max_num_queries(16):
        assert browser.get(where).status_code == 200
