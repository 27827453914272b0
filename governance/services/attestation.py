"""Writes: a person's word on an effect of which nobody knew whether it happened."""

from governance.models import Action, Result, Source, Ticket
from governance.selectors.runs import locked_action
from governance.services.outcomes import Known, settle
from governance.states import ActionStatus
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership, Role
from tenants.selectors import require_signed_in

MIN_EVIDENCE_WORDS = 3
MAY_ATTEST = frozenset({Role.ADMIN, Role.OPERATOR})


def attest(*, ticket: Ticket, by: Membership, happened: bool, evidence: str) -> None:
    """Settle the unknown action of a ticket by a person's word, with what they saw.

    What the action held of its limits is used or given back. The run stays where it
    stopped, and the ticket open until somebody closes it.

    Raises:
        NotAllowed: an auditor or member cannot attest, nor anybody for another.
        Invalid: the evidence is missing.
        Conflict: nothing on the ticket is unknown, or no longer.
    """
    require_signed_in(by)
    if by.role not in MAY_ATTEST:
        raise NotAllowed("Only an admin or operator can say what happened.")
    seen = evidence.strip()
    if len(seen.split()) < MIN_EVIDENCE_WORDS:
        raise Invalid(
            f"Write what you saw and where, in at least {MIN_EVIDENCE_WORDS} words: "
            "it is kept in the ledger.",
            field="evidence",
        )
    action = _unknown(ticket)
    word = "it happened" if happened else "it did not happen"
    known = Known(
        Result.DONE if happened else Result.FAILED_CLEAN,
        seen,
        Source.ATTESTED,
        {"membership": str(by.id), "name": by.user.name, "ticket": ticket.number},
    )
    authority = {"ticket": str(ticket.id), "membership": str(by.id)}
    told = f"{by.user.name} found that {word}: {seen}"
    settle(action, known, told=told, authority=authority)


def _unknown(ticket: Ticket) -> Action:
    # Whoever comes second waits for the row, and then finds it settled.
    if ticket.action_id is None:
        raise Conflict("Nothing on this ticket is unknown.", code="not_unknown")
    action = locked_action(ticket.action_id)
    if action.status != ActionStatus.UNKNOWN:
        raise Conflict(_settled(action), code="not_unknown")
    return action


def _settled(action: Action) -> str:
    told = action.detail.strip() or f"it has {action.status}"
    return f"This is no longer unknown. {told}"
