"""How a halt drill ends: somebody takes it over, or it failed."""

from datetime import datetime
from uuid import UUID

from audit.events import Event
from governance.models import Drill, DrillState
from governance.selectors.readiness import drill_by_id
from governance.services.drills.telling import in_words, record_drill
from governance.services.settling import settle_agent
from governance.services.tickets import mark_resolved
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Membership
from tenants.selectors import require_signed_in


def answer_drill(drill: Drill, *, by: Membership) -> None:
    """Say, as the person to whom it was handed over, "I have it": the drill passed.

    Raises:
        NotAllowed: it was handed over to somebody else.
        Conflict: it waits for nobody, or the time is over.
    """
    require_signed_in(by)
    drill = drill_by_id(drill.id, lock=True)
    if drill.state != DrillState.HANDED_OVER or drill.ticket is None:
        raise Conflict("This drill waits for nobody.")
    if drill.ticket.owner_id != by.id:
        name = drill.ticket.owner.user.name
        raise NotAllowed(f"It was handed over to {name}, who has to say so.")
    now = database_now()
    if _is_late(drill, now):
        raise Conflict("The time to answer is over: start another drill.")
    drill.answered_by, drill.answered_at = by, now
    drill.state, drill.ended_at = DrillState.PASSED, now
    drill.save(update_fields=["answered_by", "answered_at", "state", "ended_at"])
    took = in_words(drill.stopped_at, now)
    record_drill(Event.DRILL_PASSED, drill, params={"took": took})
    mark_resolved(drill.ticket, resolution=f"The halt drill passed, {took} after it.")
    settle_agent(drill.agent)


def expire_drill(drill_id: UUID) -> None:
    """Let a drill fail that nobody answered in time."""
    drill = drill_by_id(drill_id, lock=True)
    if drill.state == DrillState.HANDED_OVER and _is_late(drill, database_now()):
        fail_drill(drill, "the handover reached nobody in time")


def fail_drill(drill: Drill, cause: str) -> None:
    """End a drill that did not go as it must, and say why."""
    drill.state, drill.ended_at = DrillState.FAILED, database_now()
    drill.failure = cause
    drill.save(update_fields=["state", "ended_at", "failure"])
    record_drill(Event.DRILL_FAILED, drill, private={"cause": cause})
    if drill.ticket is not None and drill.ticket.is_open:
        mark_resolved(drill.ticket, resolution=f"The halt drill failed: {cause}.")


def _is_late(drill: Drill, now: datetime) -> bool:
    return drill.answer_by is not None and drill.answer_by <= now
