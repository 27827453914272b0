"""Carrying an allowed action out, and asking what became of it: run, probe, try out.

And telling a client's own systems, which takes the same way out.

Each part commits on its own, so a process may die between any two of them and
what happened is still known, or known to be unknown.
"""

import time
from uuid import UUID

from agents.runners import ask_target, carry_out
from governance.services.execution.announce import deliver
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from governance.services.execution.probe import inquire, learn
from governance.services.execution.trial import try_out
from tenants.faultpoints import faultpoint
from tenants.scoping import PLATFORM, client_scope

__all__ = ["deliver", "perform", "probe", "try_out"]


def perform(*, client_id: UUID, action_id: UUID) -> None:
    """Carry one due action out, unless somebody else does or the gate says no.

    1. Claim the row, with a new fence and a lease. 2. Ask the gate again and
    commit the intent. 3. Carry it out, in no transaction. 4. Commit the outcome.
    """
    with client_scope(client_id, actor=PLATFORM):
        claimed = claim(action_id)
    if claimed is None:
        return
    faultpoint("worker.after_claim", action_id)
    before = time.monotonic()
    with client_scope(client_id, actor=PLATFORM):
        intended = intend(action_id, fence=claimed)
    if intended is None:
        return
    faultpoint("worker.after_intent", action_id)
    # Frozen for longer than its lease, a worker must not send what is lost already.
    if time.monotonic() - before > intended.lasts_seconds:
        return
    faultpoint("worker.before_effect", action_id)
    report = carry_out(intended.kind, intended.order)
    faultpoint("worker.after_effect", action_id)
    with client_scope(client_id, actor=PLATFORM):
        settle(action_id, fence=claimed, report=report)


def probe(*, client_id: UUID, action_id: UUID) -> None:
    """Ask the target of one unknown action what became of it, if it is time to.

    It only asks, so it does not matter who else asks at the same moment.
    """
    with client_scope(client_id, actor=PLATFORM):
        inquiry = inquire(action_id)
    if inquiry is None:
        return
    report = ask_target(inquiry)
    with client_scope(client_id, actor=PLATFORM):
        learn(action_id, report)
