"""Writes: a person's word on an effect of which nobody knew whether it happened."""

from dataclasses import dataclass

from audit.events import Event
from governance.models import Action, Intent, Outcome, Result, Source, Ticket
from governance.services import limits
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership, Role
from tenants.selectors import require_signed_in

MIN_EVIDENCE_WORDS = 3
MAY_ATTEST = frozenset({Role.ADMIN, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class _Word:
    """The two things that a person can find out."""

    result: Result
    status: ActionStatus
    text: str


_HAPPENED = _Word(Result.DONE, ActionStatus.SUCCEEDED, "it happened")
_DID_NOT = _Word(Result.FAILED_CLEAN, ActionStatus.FAILED, "it did not happen")


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
    word = _HAPPENED if happened else _DID_NOT
    _keep(action, ticket, by, word, seen)
    move(action, word.status, detail=f"{by.user.name} found that {word.text}: {seen}")
    if happened:
        limits.settle(action)
    else:
        limits.release(action)
    record_action(
        Event.ACTION_SETTLED,
        action,
        params={"result": word.text},
        private={"detail": seen},
        authority={"ticket": str(ticket.id), "membership": str(by.id)},
    )


def _unknown(ticket: Ticket) -> Action:
    # Whoever comes second waits for the row, and then finds it settled.
    if ticket.action_id is None:
        raise Conflict("Nothing on this ticket is unknown.", code="not_unknown")
    rows = Action.objects.select_for_update(of=("self",), no_key=True)
    action = rows.get(id=ticket.action_id)
    if action.status != ActionStatus.UNKNOWN:
        raise Conflict(_settled(action), code="not_unknown")
    return action


def _settled(action: Action) -> str:
    told = action.detail.strip() or f"it has {action.status}"
    return f"This is no longer unknown. {told}"


def _keep(
    action: Action, ticket: Ticket, by: Membership, word: _Word, seen: str
) -> None:
    Outcome(
        intent=Intent.objects.get(action=action),
        result=word.result,
        source=Source.ATTESTED,
        summary=seen,
        evidence={
            "membership": str(by.id),
            "name": by.user.name,
            "ticket": ticket.number,
        },
        recorded_at=database_now(),
    ).save(force_insert=True)
