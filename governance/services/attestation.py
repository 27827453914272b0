"""Writes: a person's word on an effect of which nobody knew whether it happened."""

from collections.abc import Sequence

from audit.events import Event
from governance.engine.wording import listed
from governance.models import Action, Attestation, Result, Source, Ticket
from governance.selectors.attesting import said_about, takes_two
from governance.selectors.runs import locked_action
from governance.services.outcomes import Known, settle
from governance.services.tickets import MAY_WORK_ON_TICKETS, record_ticket, take_up
from governance.states import ActionStatus
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.selectors import require_role

MIN_EVIDENCE_WORDS = 3
_REFUSAL = "Only an admin or operator can say what happened."


def attest(*, ticket: Ticket, by: Membership, happened: bool, evidence: str) -> bool:
    """Say what became of a ticket's unknown action; return whether that settles it.

    What the action held of its limits is used or given back then. The run stays where
    it stopped, and the ticket open until somebody resolves it. Above the amount that
    the client has settled, it takes two people who find the same.

    Raises:
        NotAllowed: an auditor or member cannot attest, nor anybody for another.
        Invalid: the evidence is missing.
        Conflict: nothing on the ticket is unknown, or no longer, or they said so.
    """
    require_role(by, MAY_WORK_ON_TICKETS, refusal=_REFUSAL)
    seen = evidence.strip()
    if len(seen.split()) < MIN_EVIDENCE_WORDS:
        raise Invalid(
            f"Write what you saw and where, in at least {MIN_EVIDENCE_WORDS} words: "
            "it is kept in the ledger.",
            field="evidence",
        )
    action = _unknown(ticket)
    before = said_about(action)
    mine = _keep(action, by=by, happened=happened, seen=seen, before=before)
    take_up(ticket, by)
    alike = [one for one in before if one.happened is happened]
    if takes_two(action) and not alike:
        record_ticket(
            Event.ATTESTED,
            ticket,
            private={"word": mine.word, "evidence": seen},
        )
        return False
    _settle(ticket, action, [*alike, mine])
    return True


def _keep(
    action: Action,
    *,
    by: Membership,
    happened: bool,
    seen: str,
    before: Sequence[Attestation],
) -> Attestation:
    if any(one.by_id == by.id for one in before):
        told = "You have said what you found: another person has to look as well."
        raise Conflict(told, code="said_already")
    made = Attestation(
        action=action, by=by, happened=happened, evidence=seen, at=database_now()
    )
    made.save(force_insert=True)
    return made


def _settle(ticket: Ticket, action: Action, alike: Sequence[Attestation]) -> None:
    last = alike[-1]
    people = [{"membership": str(one.by_id), "name": one.by.user.name} for one in alike]
    names = listed([one.by.user.name for one in alike], joint="and")
    seen = " ".join(one.evidence for one in alike)
    known = Known(
        Result.DONE if last.happened else Result.FAILED_CLEAN,
        seen,
        Source.ATTESTED,
        {**people[-1], "ticket": ticket.number, "people": people},
    )
    authority = {"ticket": str(ticket.id), "membership": str(last.by_id)}
    told = f"{names} found that {last.word}: {seen}"
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
