"""Writes: what every decision about a run that stopped midway has in common."""

from audit.events import Event
from governance.models import Decided, Rescue, Run
from governance.selectors.rescues import Rescuing, required_rescuing
from governance.selectors.tickets import open_tickets_of_stops
from governance.services.tickets import MAY_WORK_ON_TICKETS, mark_resolved
from governance.services.trace import record_run
from governance.states import RunState
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Membership
from tenants.selectors import require_role

REFUSAL = "Only an admin or operator can decide about a run that stopped."
_EVENTS = {
    Decided.RESUME: Event.RUN_RESUMED,
    Decided.BY_HAND: Event.RUN_BY_HAND,
    Decided.COMPENSATE: Event.RUN_COMPENSATING,
    Decided.ABANDON: Event.RUN_ABANDONED,
}


def undecided(run: Run, by: Membership) -> Rescuing:
    """Return how a run that stopped can be rescued, as long as nobody has decided.

    Raises:
        NotAllowed: an auditor or member cannot decide.
        NotFound: it has not stopped.
        Conflict: it is not stopped now, or it is decided.
    """
    require_role(by, MAY_WORK_ON_TICKETS, refusal=REFUSAL)
    found = required_rescuing(run)
    if run.state != RunState.INTERRUPTED:
        raise Conflict(f"Run {run.number} is {run.state}.")
    if found.decided is not None:
        name = found.decided.decided_by.user.name
        told = f"{name} has decided: {found.decided.get_decided_display()}."
        raise Conflict(told)
    return found


def require_known(found: Rescuing) -> None:
    """Refuse to go on while nobody knows what happened.

    Raises:
        Conflict: names what is unknown.
    """
    if found.unknown:
        named = "; ".join(one.act for one in found.unknown)
        raise Conflict(f"It is still unknown whether this happened: {named}.")


def decide(
    run: Run, found: Rescuing, decided: Decided, by: Membership, words: str
) -> Rescue:
    """Keep what a person decided about a stop, and tell the ledger."""
    rescue = Rescue(
        run=run,
        interruption=found.stop,
        decided=decided,
        reason=words,
        decided_by=by,
        decided_at=database_now(),
    )
    rescue.save(force_insert=True)
    record_run(_EVENTS[decided], run, private={"reason": words})
    return rescue


def close(run: Run, resolution: str) -> None:
    """Resolve the tickets of a run's stops: of the last one, which is seen to now, and
    of any before it that somebody left open.
    """
    for ticket in open_tickets_of_stops(run):
        mark_resolved(ticket, resolution=resolution)
