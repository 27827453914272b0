"""What went wrong at the demo client: one run waits to be rescued, one is settled.

Of the one that is settled, there is what was learnt: a task, and a drafted rule.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from config.demo.build import Built
from config.demo.process import WORKFLOW_KEY
from governance.models import (
    Action,
    Effect,
    Intent,
    Result,
    Run,
    Source,
    Ticket,
)
from governance.selectors.runs import locked_action
from governance.selectors.tickets import ticket_by_number
from governance.services import intake, runs, tickets
from governance.services.attestation import attest
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.outcomes import Known, conclude
from governance.services.tickets import Learnt, Wanted, draft_from
from governance.services.unknowns import hold
from tenants.clock import database_now
from tenants.models import Membership
from tenants.scoping import PLATFORM, Actor, ActorKind, client_scope
from tenants.selectors import person

_SILENCE = Known(
    Result.UNKNOWN, "The bank did not answer within 5 seconds.", Source.WORKER
)
_FOUND = "The account statement of that evening shows the payment, once."
_LEARNT = Learnt(
    happened="The bank took the payment, and its answer was lost on the way.",
    factors="The bank was being maintained that evening, and nobody here knew of it.",
    went_well="Nothing was sent twice, and the amount stayed reserved meanwhile.",
)


def add_incidents(built: Built, *, supplier: Mapping[str, str]) -> None:
    """Add a run that stopped midway, and one whose incident is over.

    ``supplier`` is a record of one that is approved. The agent is cleared by now.
    """
    _stop_one(built)
    ticket = _lose_one(built, supplier)
    admin, operator = list(built.people.values())[0:3:2]
    with client_scope(built.client.id, actor=person(admin.user), reason="The demo"):
        _see_to(ticket_by_number(ticket.number), admin, operator)


def _stop_one(built: Built) -> None:
    with _as_agent(built):
        run = _open(built, "Invoice NL-7702")
        told = "It matches its order, but not in the account."
        runs.note(run=run, text=told, data={})
        runs.interrupt(
            run=run,
            reason="The invoice names another account than the one on record.",
            safe_point="after it was matched to its order",
            side_effects="none",
        )


def _lose_one(built: Built, supplier: Mapping[str, str]) -> Ticket:
    with _as_agent(built):
        run = _open(built, "Invoice NL-7690")
        action = _ask(built, run, supplier)
    with client_scope(built.client.id, actor=PLATFORM):
        fence = claim(action.id)
        assert fence is not None  # noqa: S101 - it was asked a moment ago
        intend(action.id, fence=fence)
        lost = locked_action(action.id)
        conclude(lost, Intent.objects.get(action=lost), _SILENCE)
        hold(lost)
        return Ticket.objects.get(action=action)


def _see_to(ticket: Ticket, admin: Membership, operator: Membership) -> None:
    tickets.note(ticket, by=admin, text="The bank looks for it, and calls back.")
    attest(ticket=ticket, by=admin, happened=True, evidence=_FOUND)
    ticket = ticket_by_number(ticket.number)
    wanted = Wanted(
        effect=Effect.CHECKPOINT,
        title="Nordlicht, 300.00 EUR and more, by a person",
        reason="An answer of the bank was lost once: look at the statement first.",
        fields=("parameters.supplier_id", "parameters.amount"),
        group="Finance",
    )
    draft_from(ticket, wanted, by=admin)
    tickets.add_task(
        ticket,
        text="Have the bank tell us when it is being maintained.",
        owner=operator,
        due_on=timezone.localdate(database_now()) + timedelta(days=7),
        by=admin,
    )
    resolution = "It was paid once; the bank showed it on the statement."
    tickets.resolve(ticket, by=admin, resolution=resolution)
    tickets.review(ticket, _LEARNT, by=admin)


def _open(built: Built, subject: str) -> Run:
    return runs.open_run(agent=built.agent, workflow_key=WORKFLOW_KEY, subject=subject)


def _ask(built: Built, run: Run, supplier: Mapping[str, str]) -> Action:
    invoice = run.subject.split()[-1]
    asked = intake.Asked(
        action="payment.send",
        parameters={
            "invoice": invoice,
            "supplier_id": supplier["id"],
            "supplier_name": supplier["name"],
            "account": supplier["account"],
            "amount": {"amount": "318.00", "currency": "EUR"},
        },
        reason="The invoice matches its order and is due today.",
        run=run.id,
        resource={"type": "invoice", "id": invoice},
    )
    return intake.ask(agent=built.agent, asked=asked).action


@contextmanager
def _as_agent(built: Built) -> Iterator[None]:
    agent = built.agent
    actor = Actor(kind=ActorKind.AGENT, id=agent.id, label=agent.name)
    with client_scope(built.client.id, actor=actor):
        yield
