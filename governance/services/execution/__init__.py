"""Carrying an allowed action out: claim, gate again, intent, run, outcome.

Each part commits on its own, so a process may die between any two of them and
what happened is still known, or known to be unknown.
"""

from uuid import UUID

from agents.runners import carry_out
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from tenants.faultpoints import faultpoint
from tenants.scoping import PLATFORM, client_scope

__all__ = ["perform"]


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
    with client_scope(client_id, actor=PLATFORM):
        intended = intend(action_id, fence=claimed)
    if intended is None:
        return
    faultpoint("worker.after_intent", action_id)
    report = carry_out(intended.kind, intended.order)
    faultpoint("worker.after_effect", action_id)
    with client_scope(client_id, actor=PLATFORM):
        settle(action_id, fence=claimed, report=report)
