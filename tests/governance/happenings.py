"""What may happen to an agent's run, made by the services alone.

Each happening is one transaction, so that no worker of another test can take part.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agents.runners import Report, Result
from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Checkpoint, Run, Ticket
from governance.selectors.runs import locked_action
from governance.services import checkpoints, intake, runs
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from governance.services.unknowns import hold
from tenants.models import Membership
from tenants.scoping import PLATFORM, Actor, ActorKind, client_scope
from tests.cast import Cast, payment

SILENCE = Report(Result.UNKNOWN, "The bank did not answer within 5 seconds.")
PAID = Report(Result.DONE, "The bank accepted it.")
NOT_PAID = Report(Result.FAILED_CLEAN, "The bank refused it.")


@contextmanager
def as_agent(cast: Cast) -> Iterator[None]:
    """Open the client's scope as its agent."""
    actor = Actor(kind=ActorKind.AGENT, id=cast.agent.id, label=cast.agent.name)
    with client_scope(cast.client.id, actor=actor):
        yield


def open_run(cast: Cast, subject: str = "Invoice NL-7731") -> Run:
    """Open a run and leave a note in it."""
    with as_agent(cast):
        run = runs.open_run(
            agent=cast.agent, workflow_key=WORKFLOW_KEY, subject=subject
        )
        runs.note(run=run, text=f"Read {subject}. It is due.", data={})
    return run


def ask(cast: Cast, run: Run, **changes: Any) -> Action:
    """Ask for a payment in a run."""
    body = payment(**changes)
    asked = intake.Asked(
        action=body["action"],
        parameters=body["parameters"],
        reason=body["reason"],
        run=run.id,
        resource=body["resource"],
    )
    with as_agent(cast):
        return intake.ask(agent=cast.agent, asked=asked).action


def carried_out(cast: Cast, run: Run, report: Report, **changes: Any) -> Action:
    """Ask for a payment and have it carried out with this report."""
    with cast.scope():
        action = ask(cast, run, **changes)
        assert action.status == "authorized", action.explanation
        with client_scope(cast.client.id, actor=PLATFORM):
            fence = claim(action.id)
            assert fence is not None
            assert intend(action.id, fence=fence) is not None
            settle(action.id, fence=fence, report=report)
        action.refresh_from_db()
    return action


def paid(cast: Cast, **changes: Any) -> Run:
    """Have a run pay an invoice and complete."""
    run = open_run(cast, subject=f"Invoice {changes.get('invoice', 'NL-7731')}")
    carried_out(cast, run, PAID, **changes)
    return complete(cast, run, summary="Paid and told them.")


def complete(cast: Cast, run: Run, *, summary: str) -> Run:
    """Have the agent end its run well."""
    with as_agent(cast):
        return runs.complete(run=run, summary=summary)


def unknown(cast: Cast, **changes: Any) -> Ticket:
    """Have a payment without an answer, and return its ticket."""
    run = open_run(cast, subject=f"Invoice {changes.get('invoice', 'NL-7731')}")
    action = carried_out(cast, run, SILENCE, **changes)
    with client_scope(cast.client.id, actor=PLATFORM):
        # As after some questions to its target, all in vain.
        hold(locked_action(action.id))
    with cast.scope():
        found = Ticket.objects.select_related("owner__user", "action", "run")
        return found.get(action=action)


def stopped(cast: Cast, run: Run, *, reason: str = "The file is torn.") -> Ticket:
    """Have the agent stop its run by its own word, and return the ticket."""
    with as_agent(cast):
        runs.interrupt(
            run=run, reason=reason, safe_point="before paying", side_effects="none"
        )
        return Ticket.objects.select_related("owner__user").get(run=run)


def answer(cast: Cast, action: Action, by: Membership, *, word: str) -> None:
    """Approve or refuse the question about an action."""
    with cast.scope(by):
        waiting = Checkpoint.objects.select_related("group").get(action=action)
        act = checkpoints.approve if word == "approve" else checkpoints.refuse
        act(checkpoint=waiting, by=by, reason="I looked at the order.")


def an_invoice() -> str:
    """Return a number that no other test uses."""
    return f"NL-{uuid.uuid4().hex[:10]}"
