"""Claim, gate again, intent, effect, outcome: a process may stop between any two."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from governance.models import (
    Action,
    BoundaryRule,
    Checkpoint,
    Decision,
    Intent,
    Interruption,
    Outcome,
    Ticket,
)
from governance.services import approvals, boundaries, checkpoints
from governance.services.execution import perform
from governance.services.execution.probe import FRUITLESS
from tests.cast import Cast
from tests.governance.counting import holds_of
from tests.governance.losing import (
    in_vain,
    intended,
    lose,
    make_due,
    recover,
    taken,
)
from tests.processes import payments_of

pytestmark = pytest.mark.usefixtures("bank")


def an_invoice() -> str:
    return f"NL-{uuid.uuid4().hex[:10]}"


def asked(cast: Cast, **changes: Any) -> uuid.UUID:
    return uuid.UUID(cast.ask_payment(cast.open_run(), **changes)["id"])


def seen(cast: Cast, action_id: uuid.UUID) -> Action:
    with cast.scope():
        return Action.objects.get(id=action_id)


def approve(cast: Cast, action_id: uuid.UUID) -> None:
    with cast.scope(cast.bo):
        rows = Checkpoint.objects.select_related("group")
        waiting = rows.get(action_id=action_id, state="waiting")
        checkpoints.approve(checkpoint=waiting, by=cast.bo, reason="It is in order.")


def test_both_answers_of_the_gate_are_recorded(acme: Cast) -> None:
    action_id = asked(acme)

    perform(client_id=acme.client.id, action_id=action_id)

    with acme.scope():
        decisions = Decision.objects.filter(action_id=action_id).order_by("id")
        assert [(one.phase, one.effect) for one in decisions] == [
            ("asked", "allow"),
            ("execution", "allow"),
        ]
        assert Intent.objects.get(action_id=action_id).decision == decisions[1]
        assert Outcome.objects.get(intent__action_id=action_id).result == "done"


def test_two_workers_at_once_pay_once(acme: Cast) -> None:
    invoice = an_invoice()
    action_id = asked(acme, invoice=invoice)
    together = Barrier(2)

    def work(_: int) -> None:
        together.wait()
        try:
            perform(client_id=acme.client.id, action_id=action_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(work, range(2)))

    assert seen(acme, action_id).status == "succeeded"
    assert payments_of(invoice) == 1


def test_a_worker_that_stops_before_its_intent_is_taken_over(acme: Cast) -> None:
    invoice = an_invoice()
    action_id = asked(acme, invoice=invoice)
    taken(acme, action_id)
    assert not recover(acme, action_id), "the lease still runs"

    lose(acme, action_id)
    make_due(acme, action_id)
    perform(client_id=acme.client.id, action_id=action_id)

    assert seen(acme, action_id).status == "succeeded"
    assert seen(acme, action_id).attempts == 2
    assert payments_of(invoice) == 1


def test_a_rule_that_changed_after_the_approval_asks_again(acme: Cast) -> None:
    action_id = asked(acme, amount="7400.00")
    approve(acme, action_id)
    with acme.scope():
        rule = BoundaryRule.objects.get(key="pay-larger")
        rule.obligation = {"group": "Finance", "kind": "four_eyes", "minutes": 60}
        rule.save(update_fields=["obligation"])
        boundaries.publish_boundary(published_by=acme.ada)

    perform(client_id=acme.client.id, action_id=action_id)

    assert seen(acme, action_id).status == "waiting"
    with acme.scope():
        states = Checkpoint.objects.filter(action_id=action_id).order_by("id")
        assert [one.state for one in states] == ["approved", "waiting"]

    approve(acme, action_id)
    perform(client_id=acme.client.id, action_id=action_id)
    assert seen(acme, action_id).status == "succeeded"


def test_a_rule_that_changed_elsewhere_leaves_the_approval_good(acme: Cast) -> None:
    action_id = asked(acme, amount="7400.00")
    approve(acme, action_id)
    with acme.scope():
        boundaries.draft_rule(
            number=99,
            key="elsewhere",
            title="Nothing to one supplier",
            effect="deny",
            action="supplier.notify",
            conditions={
                "field": "parameters.supplier_id",
                "op": "one_of",
                "value": ["S-0"],
            },
            reason="",
        )
        boundaries.publish_boundary(published_by=acme.ada)

    perform(client_id=acme.client.id, action_id=action_id)

    assert seen(acme, action_id).status == "succeeded"


def test_a_rule_that_now_forbids_it_refuses_what_was_approved(acme: Cast) -> None:
    invoice = an_invoice()
    action_id = asked(acme, invoice=invoice, amount="7400.00")
    approve(acme, action_id)
    with acme.scope():
        rule = BoundaryRule.objects.get(key="pay-larger")
        rule.effect, rule.obligation = "deny", None
        rule.save(update_fields=["effect", "obligation"])
        boundaries.publish_boundary(published_by=acme.ada)

    perform(client_id=acme.client.id, action_id=action_id)

    action = seen(acme, action_id)
    assert (action.status, action.refused_by) == ("refused", "rule")
    assert payments_of(invoice) == 0
    with acme.scope():
        assert not Intent.objects.filter(action_id=action_id).exists()
    assert set(holds_of(acme, action_id).values()) == {"released"}


def test_an_approval_is_used_once(acme: Cast) -> None:
    action_id = asked(acme, amount="7400.00")
    approve(acme, action_id)

    perform(client_id=acme.client.id, action_id=action_id)

    with acme.scope():
        approval = Checkpoint.objects.get(action_id=action_id)
        assert approval.used_at is not None
        assert (
            approvals.use_approval(
                Action.objects.get(id=action_id), rules_hash=approval.rules_hash
            )
            is None
        )


def test_each_of_two_unknown_actions_of_a_run_gets_its_ticket(acme: Cast) -> None:
    run = acme.open_run()
    both = [uuid.UUID(acme.ask_payment(run)["id"]) for _ in range(2)]
    for action_id in both:
        intended(acme, action_id)
    for action_id in both:
        lose(acme, action_id)
        for _ in range(FRUITLESS):
            in_vain(acme, action_id)

    with acme.scope():
        tickets = Ticket.objects.filter(run_id=run["id"])
        assert {ticket.action_id for ticket in tickets} == set(both)
        assert Interruption.objects.filter(run_id=run["id"]).count() == 2
