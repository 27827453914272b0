"""What follows from an incident: tasks, what was learnt, and a boundary rule."""

from datetime import timedelta
from typing import Any

import pytest

from governance.models import BoundaryRule, Effect, RuleStatus, Ticket
from governance.selectors.lessons import Lessons, lessons_of, ticket_of_rule
from governance.selectors.ticket_numbers import ticket_numbers
from governance.selectors.tickets import ticket_page
from governance.services import tickets
from governance.services.attestation import attest
from governance.services.boundaries import publish_boundary
from governance.services.replays import replay_due
from governance.severity import REVIEW_WITHIN, Severity
from tenants.errors import Conflict, Invalid, NotAllowed
from tests.cast import Cast
from tests.governance.answering import today_of
from tests.governance.happenings import an_invoice, paid, unknown
from tests.governance.ticketing import a_ticket, events, now, work

LEARNT = tickets.Learnt("It was paid twice.", "The bank answered late.", "Ada saw it.")
SEEN = "The statement shows it."


def resolved(cast: Cast, ticket: Ticket) -> Ticket:
    if ticket.action is not None:
        with cast.scope(cast.ada):
            attest(ticket=ticket, by=cast.ada, happened=True, evidence=SEEN)
    return work(cast, ticket, tickets.resolve, by=cast.ada, resolution="It was paid.")


def add_task(cast: Cast, ticket: Ticket, **changes: Any) -> Any:
    how: dict[str, Any] = {
        "text": "Ask the bank for an alarm.",
        "owner": cast.bo,
        "due_on": today_of(cast) + timedelta(days=3),
        **changes,
    }
    with cast.scope(cast.ada):
        return tickets.add_task(ticket, by=cast.ada, **how)


def review(cast: Cast, ticket: Ticket, learnt: tickets.Learnt = LEARNT) -> Ticket:
    return work(cast, ticket, tickets.review, by=cast.ada, learnt=learnt)


def test_a_severe_incident_ends_with_what_was_learnt_and_what_follows(
    acme: Cast,
) -> None:
    ticket = resolved(acme, unknown(acme))
    assert ticket.resolved_at is not None
    assert ticket.review_by == ticket.resolved_at + REVIEW_WITHIN

    with pytest.raises(Conflict, match="Add at least one task first"):
        review(acme, ticket)
    add_task(acme, ticket)
    ticket = review(acme, ticket)

    assert ticket.state == "reviewed"
    assert events(acme, ticket)[-2:] == ["task_added", "reviewed"]
    with acme.scope():
        learnt = ticket_page(ticket).learnt
    assert learnt is not None
    assert (learnt.factors, learnt.written_by) == (LEARNT.factors, acme.ada)


def test_a_light_one_may_be_reviewed_without_a_task(acme: Cast) -> None:
    ticket = resolved(acme, a_ticket(acme))

    assert ticket.review_by is None
    assert review(acme, ticket).state == "reviewed"


def test_it_is_reviewed_once_and_only_when_it_is_resolved(acme: Cast) -> None:
    ticket = a_ticket(acme)
    with pytest.raises(Conflict, match="not resolved"):
        review(acme, ticket)

    review(acme, resolved(acme, ticket))

    with pytest.raises(Conflict, match="reviewed"):
        review(acme, ticket)


@pytest.mark.parametrize("field", ["happened", "factors"])
def test_a_review_says_what_happened_and_what_contributed(
    acme: Cast, field: str
) -> None:
    ticket = resolved(acme, a_ticket(acme))
    words = {"happened": "It stopped.", "factors": "The file was torn.", field: " "}

    with pytest.raises(Invalid) as refused:
        review(acme, ticket, tickets.Learnt(**words))

    assert refused.value.field == field
    assert now(acme, ticket).state == "resolved"


def test_a_task_has_somebody_and_a_day_and_is_done_once(acme: Cast) -> None:
    ticket = a_ticket(acme)
    task = add_task(acme, ticket)

    with acme.scope(acme.bo):
        tickets.finish_task(task, by=acme.bo)
        with pytest.raises(Conflict, match="is done"):
            tickets.finish_task(task, by=acme.bo)

    assert events(acme, ticket)[-2:] == ["task_added", "task_done"]
    with acme.scope():
        (kept,) = ticket_page(ticket).tasks
    assert (kept.owner, kept.done_by) == (acme.bo, acme.bo)


@pytest.mark.parametrize("field", ["text", "due_on"])
def test_a_task_without_words_or_in_the_past_is_refused(acme: Cast, field: str) -> None:
    ticket = a_ticket(acme)
    wrong = {"text": " ", "due_on": today_of(acme) - timedelta(days=1)}

    with pytest.raises(Invalid) as refused:
        add_task(acme, ticket, **{field: wrong[field]})

    assert refused.value.field == field


def drafted(cast: Cast, ticket: Ticket, **changes: Any) -> BoundaryRule:
    how: dict[str, Any] = {
        "effect": Effect.DENY,
        "title": "Never again",
        "reason": "It was paid twice.",
        "fields": ["parameters.invoice"],
        **changes,
    }
    with cast.scope(cast.ada):
        return tickets.draft_from(ticket, tickets.Wanted(**how), by=cast.ada)


def lessons(cast: Cast, ticket: Ticket) -> Lessons:
    with cast.scope():
        return lessons_of(ticket)


def test_a_rule_is_drafted_from_what_happened_and_tried_on_the_past(
    acme: Cast,
) -> None:
    paid(acme, amount="2.00", invoice=an_invoice())
    ticket = unknown(acme, invoice="NL-4711", amount="3.00")

    rule = drafted(acme, ticket)
    replay_due()

    assert (rule.key, rule.effect, rule.status) == (
        f"incident-{ticket.number}",
        "deny",
        RuleStatus.ACTIVE,
    )
    assert rule.conditions == {
        "field": "parameters.invoice",
        "op": "equals",
        "value": "NL-4711",
    }
    (lesson,) = lessons(acme, ticket).rules
    assert (lesson.met, lesson.since) == (1, None)
    assert lesson.total >= 2
    with acme.scope():
        assert ticket_of_rule(rule.key) == ticket
    assert events(acme, ticket)[-1] == "drafted"


def test_once_it_is_in_force_what_comes_up_again_is_counted_from_then(
    acme: Cast,
) -> None:
    ticket = unknown(acme, amount="3.00", invoice=an_invoice())
    drafted(acme, ticket)
    with acme.scope(acme.ada):
        version = publish_boundary(published_by=acme.ada)

    found = lessons(acme, ticket)
    assert (found.since, found.again) == (version.published_at, [])

    again = unknown(acme, amount="4.00", invoice=an_invoice())
    a_ticket(acme)
    assert lessons(acme, ticket).again == [again]


def test_a_second_rule_gets_a_key_of_its_own_and_waits_with_its_replay(
    acme: Cast,
) -> None:
    ticket = unknown(acme)
    drafted(acme, ticket)

    second = drafted(acme, ticket, fields=[])

    assert second.key == f"incident-{ticket.number}-2"
    assert second.conditions is None
    assert lessons(acme, ticket).rules[1].replay is None


def test_a_rule_that_asks_names_whom_and_has_another_than_the_owner_answer(
    acme: Cast,
) -> None:
    ticket = unknown(acme)
    with pytest.raises(Invalid) as refused:
        drafted(acme, ticket, effect=Effect.CHECKPOINT)
    assert refused.value.field == "group"

    rule = drafted(acme, ticket, effect=Effect.CHECKPOINT, group="Finance")

    assert rule.obligation is not None
    assert (rule.obligation["group"], rule.obligation["kind"]) == (
        "Finance",
        "four_eyes",
    )


def test_only_an_admin_drafts_and_only_from_an_action(acme: Cast) -> None:
    wanted = tickets.Wanted(Effect.DENY, "No", "No more.", [])
    ticket = unknown(acme)

    with acme.scope(acme.cy), pytest.raises(NotAllowed):
        tickets.draft_from(ticket, wanted, by=acme.cy)
    with acme.scope(acme.ada), pytest.raises(Conflict, match="about no action"):
        tickets.draft_from(a_ticket(acme), wanted, by=acme.ada)

    with acme.scope(), pytest.raises(BoundaryRule.DoesNotExist):
        BoundaryRule.objects.get(title="No")


def test_the_figures_say_how_fast_how_late_and_how_often_again(acme: Cast) -> None:
    first = resolved(acme, unknown(acme, amount="3.00", invoice=an_invoice()))
    unknown(acme, amount="4.00", invoice=an_invoice())
    work(acme, a_ticket(acme), tickets.acknowledge, by=acme.ada)

    with acme.scope():
        found = ticket_numbers()

    rated = {one.severity: one for one in found.rated}
    assert (found.total, found.again, found.still_unknown) == (3, 1, 1)
    assert rated[Severity.SERIOUS].count == 2
    assert first.resolved_at is not None
    assert rated[Severity.SERIOUS].resolve == first.resolved_at - first.opened_at
    assert rated[Severity.MODERATE].acknowledge is not None
    assert rated[Severity.CRITICAL].resolve is None
    assert found.settled["a person's word"] == 1
