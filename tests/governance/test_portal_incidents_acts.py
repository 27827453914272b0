"""The page of an incident: what can be done on it, and what it shows of what was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import BoundaryRule, Ticket, TicketTask
from governance.services import tickets
from tests.cast import Cast
from tests.governance.answering import today_of
from tests.governance.happenings import an_invoice, unknown
from tests.governance.reading import text_of
from tests.governance.ticketing import a_ticket, events, look, now, work

WHY = {"reason": "It is worse than it looked."}


def path(cast: Cast, ticket: Ticket, act: str = "") -> str:
    return f"/c/{cast.client.slug}/incidents/{ticket.number}/{act}"


def page(cast: Cast, ticket: Ticket, who: str = "ada", act: str = "") -> str:
    response = cast.browser(cast.people[who]).get(path(cast, ticket, act))
    assert response.status_code == 200
    return text_of(response.content.decode())


def post(cast: Cast, ticket: Ticket, act: str, who: str = "ada", **words: str) -> Any:
    return cast.browser(cast.people[who]).post(path(cast, ticket, f"{act}/"), words)


def test_i_have_it_is_one_click(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))
    assert "I have it" in page(acme, ticket)

    assert post(acme, ticket, "acknowledge", "cy").status_code == 302

    shown = page(acme, ticket)
    assert now(acme, ticket).state == "acknowledged"
    assert "I have it" not in shown
    assert "Lapses" in shown
    assert post(acme, ticket, "acknowledge").status_code == 409


def test_the_page_says_who_was_told_and_whether_it_arrived(acme: Cast) -> None:
    ticket = look(acme, a_ticket(acme))

    shown = page(acme, ticket, "vi")

    assert "Who was told, and did it arrive" in shown
    assert "As who has it, because it was opened. The mail: being sent." in shown
    assert "Unless somebody has it by then" in shown
    assert ": Ada Rossi." in shown


def test_what_was_missed_is_said(acme: Cast) -> None:
    ticket = a_ticket(acme)
    with acme.scope():
        Ticket.objects.filter(id=ticket.id).update(
            acknowledge_missed_at=ticket.acknowledge_by,
            deadline_missed_at=ticket.deadline,
        )

    assert page(acme, ticket).count("Not in time: it was due") == 2


@pytest.mark.parametrize(
    ("act", "words", "event"),
    [
        ("mitigate", {"words": "The agent is halted."}, "mitigated"),
        ("severity", {**WHY, "severity": "1"}, "rated"),
        ("hand-on", {**WHY, "to": "cy"}, "handed_on"),
        ("task", {"text": "Ask them.", "owner": "bo", "due_on": "soon"}, "task_added"),
    ],
)
def test_each_act_has_its_form_and_leaves_its_trace(
    acme: Cast, act: str, words: dict[str, str], event: str
) -> None:
    ticket = a_ticket(acme)
    sent = _filled(acme, words)

    assert post(acme, ticket, act, **sent).status_code == 302

    assert event in events(acme, ticket)


def _filled(cast: Cast, words: dict[str, str]) -> dict[str, str]:
    soon = today_of(cast) + timedelta(days=3)
    names = {"to", "owner"} & words.keys()
    people = {name: str(cast.people[words[name]].id) for name in names}
    days = {"due_on": str(soon)} if "due_on" in words else {}
    return words | people | days


@pytest.mark.parametrize(
    ("act", "words", "said"),
    [
        ("mitigate", {"words": ""}, "Say what keeps it from becoming worse."),
        ("severity", {"severity": "1", "reason": ""}, "Say why."),
        ("severity", {**WHY, "severity": "7"}, "Choose one from 1 to 4."),
        ("severity", {**WHY}, "Say how severe it is."),
        ("hand-on", {**WHY, "to": "nobody"}, "Name somebody who works here."),
        ("duplicate", {"of": "99"}, "There is no incident of this number."),
        ("duplicate", {"of": "-"}, "There is no incident of this number."),
        ("duplicate", {"of": "99999999999"}, "less than or equal to"),
        ("task", {"text": "It."}, "Name a day."),
        ("task-done", {"task": "1"}, "Enter a valid UUID."),
        ("task-done", {}, "Name the task."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    acme: Cast, act: str, words: dict[str, str], said: str
) -> None:
    ticket = a_ticket(acme)

    response = post(acme, ticket, act, **words)

    shown = text_of(response.content.decode())
    assert response.status_code == 422
    assert said in shown
    assert all(one in shown for one in words.values() if " " in one)
    assert events(acme, ticket) == ["opened"]


def test_a_task_is_done_by_one_click(acme: Cast) -> None:
    ticket = a_ticket(acme)
    words = {"text": "Ask them.", "owner": "bo", "due_on": "soon"}
    post(acme, ticket, "task", **_filled(acme, words))
    with acme.scope():
        task = TicketTask.objects.get()

    assert post(acme, ticket, "task-done", "bo", task=str(task.id)).status_code == 302

    assert "Done" in page(acme, ticket, "vi")
    other = a_ticket(acme)
    assert post(acme, other, "task-done", task=str(task.id)).status_code == 404


def test_what_was_learnt_ends_it_and_is_shown(acme: Cast) -> None:
    ticket = work(acme, a_ticket(acme), tickets.resolve, by=acme.ada, resolution="Ok.")
    learnt = {"happened": "It stopped.", "factors": "A torn file.", "went_well": ""}
    missing = post(acme, ticket, "review", **{**learnt, "factors": ""})
    assert missing.status_code == 422
    assert "Say what contributed to it." in missing.content.decode()

    assert post(acme, ticket, "review", **learnt).status_code == 302

    shown = page(acme, ticket, "vi")
    assert "What contributed to it A torn file." in shown
    assert "Reviewed" in shown


def test_a_duplicate_points_at_the_other_and_back(acme: Cast) -> None:
    first, again = a_ticket(acme), a_ticket(acme)

    post(acme, again, "duplicate", of=str(first.number))

    assert f"The same as Incident {first.number}" in page(acme, again)
    assert f"Again in Incident {again.number}" in page(acme, first)


def test_anybody_who_works_on_incidents_opens_one(acme: Cast) -> None:
    ada = acme.browser(acme.ada)
    below = f"/c/{acme.client.slug}/incidents/"
    sent = {
        "title": "A supplier called",
        "found": "The account is not theirs.",
        "severity": "2",
        "owner": str(acme.cy.id),
        "run": "",
    }
    assert "What is wrong?" in text_of(ada.get(f"{below}new/").content.decode())
    wrong = ada.post(f"{below}report/", {**sent, "run": "77"})
    assert wrong.status_code == 422
    assert "There is no run of this number." in wrong.content.decode()
    assert "The account is not theirs." in wrong.content.decode()

    opened = ada.post(f"{below}report/", sent)

    assert opened.status_code == 302
    shown = text_of(ada.get(opened.headers["Location"]).content.decode())
    assert "A supplier called. Cy Okafor has it." in shown
    assert "Severity 2, serious" in shown
    assert acme.browser(acme.vi).get(f"{below}new/").status_code == 403


def test_a_rule_is_drafted_from_its_page_and_both_point_at_each_other(
    acme: Cast,
) -> None:
    ticket = unknown(acme, amount="3.00", invoice=an_invoice())
    source = acme.browser(acme.ada).get(path(acme, ticket, "rule/")).content.decode()
    assert source.count('type="checkbox" name="fields"') == 5
    assert 'form-control" name="fields"' not in source
    offered = text_of(source)
    assert "the amount is at least 3.00 EUR" in offered
    sent = {
        "effect": "deny",
        "agent": "*",
        "fields": "parameters.amount",
        "title": "Never again",
        "reason": "It was paid twice.",
    }
    missing = post(acme, ticket, "draft", **{**sent, "effect": "checkpoint"})
    assert missing.status_code == 422
    assert "Say who is asked." in missing.content.decode()

    assert post(acme, ticket, "draft", **sent).status_code == 302

    with acme.scope():
        rule = BoundaryRule.objects.get(title="Never again")
    assert f"Rule {rule.number}, “Never again”" in page(acme, ticket, "vi")
    rules = f"/c/{acme.client.slug}/boundaries/rules/{rule.id}/"
    shown = text_of(acme.browser(acme.ada).get(rules).content.decode())
    assert f"Drafted because of incident {ticket.number}" in shown
    assert acme.browser(acme.cy).get(path(acme, ticket, "rule/")).status_code == 403


def test_the_figures_are_a_page(acme: Cast) -> None:
    a_ticket(acme)
    figures = f"/c/{acme.client.slug}/incidents/numbers/"

    shown = text_of(acme.browser(acme.vi).get(figures).content.decode())

    assert "1 incident in 90 days." in shown
    assert "Unknown, settled by a person's word 0" in shown


def test_a_page_with_much_on_it_asks_no_more_than_one_with_little(acme: Cast) -> None:
    ticket = look(acme, unknown(acme))
    browser = acme.browser(acme.ada)
    browser.get(path(acme, ticket))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(path(acme, ticket))
        return len(asked)

    before = queries()
    for _ in range(5):
        words = {"text": "Ask them.", "owner": "bo", "due_on": "soon"}
        post(acme, ticket, "task", **_filled(acme, words))
        post(acme, ticket, "note", text="The bank is asked.")
    assert queries() == before
