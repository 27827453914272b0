"""Writes: stopping a client, an agent, a workflow or a run, and lifting it."""

from uuid import UUID

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Halt, HaltScope, Run
from governance.services.stopping import hold_off_intents
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role, User
from tenants.selectors import require_role

_MAY_HALT = {Role.ADMIN, Role.OPERATOR}
_MAY_LIFT = {Role.ADMIN}


def set_halt(
    *,
    scope: HaltScope,
    target_id: UUID,
    label: str,
    by: Membership | User,
    reason: str,
) -> Halt:
    """Stop something at its next gate and return the halt.

    Waits for intents that are being committed now, so that none is committed
    after the halt. ``by`` is a person of the client, or a governance lead.

    Raises:
        NotAllowed: an auditor or member cannot halt.
        Invalid: the reason is missing.
        Conflict: it is halted.
    """
    require_role(by, _MAY_HALT, refusal="Only an admin or operator can halt.")
    words = _reason(reason)
    return _set(Halt(scope=scope, target_id=target_id, label=label, reason=words), by)


def halt_rehearsal(run: Run, *, by: Membership) -> Halt:
    """Halt a rehearsal as its drill does, for the person who started it."""
    _require_rehearsal(run)
    told = "A halt drill: does the run stop, and is it handed over?"
    label = f"Run {run.number}"
    halt = Halt(scope=HaltScope.RUN, target_id=run.id, label=label, reason=told)
    return _set(halt, by)


def end_rehearsal(run: Run, *, by: Membership) -> None:
    """Lift the halt of a rehearsal, once it has done its work."""
    _require_rehearsal(run)
    _lift(HaltScope.RUN, run.id, by=by, words="The halt drill has stopped the run.")


def lift_halt(
    *, scope: HaltScope, target_id: UUID, by: Membership | User, reason: str
) -> None:
    """Lift a halt: a deliberate act, with its reason, whoever set it.

    Raises:
        NotAllowed: only an admin or a governance lead can lift.
        Invalid: the reason is missing.
        Conflict: there is no halt to lift.
    """
    require_role(by, _MAY_LIFT, refusal="Only an admin can lift a halt.")
    _lift(scope, target_id, by=by, words=_reason(reason))


def _set(halt: Halt, by: Membership | User) -> Halt:
    hold_off_intents(halt.target_id)
    if _active(HaltScope(halt.scope), halt.target_id) is not None:
        raise Conflict(f"{halt.label} is halted.")
    halt.set_by, halt.set_by_lead = _places(by)
    halt.set_at = database_now()
    halt.save(force_insert=True)
    _record(Event.HALT_SET, halt, halt.reason)
    return halt


def _lift(
    scope: HaltScope, target_id: UUID, *, by: Membership | User, words: str
) -> None:
    hold_off_intents(target_id)
    halt = _active(scope, target_id)
    if halt is None:
        raise Conflict("There is no halt to lift.")
    halt.lifted_by, halt.lifted_by_lead = _places(by)
    halt.lifted_at = database_now()
    halt.lift_reason = words
    halt.save(update_fields=["lifted_by", "lifted_by_lead", "lifted_at", "lift_reason"])
    _record(Event.HALT_LIFTED, halt, words)


def _require_rehearsal(run: Run) -> None:
    if not run.rehearsal:
        raise Conflict(f"Run {run.number} is no rehearsal.")


def _active(scope: HaltScope, target_id: UUID) -> Halt | None:
    rows = Halt.objects.filter(scope=scope, target_id=target_id, lifted_at__isnull=True)
    return rows.first()


def _places(by: Membership | User) -> tuple[Membership | None, User | None]:
    return (by, None) if isinstance(by, Membership) else (None, by)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid("Write the reason: it is kept in the ledger.", field="reason")
    return words


def _record(event: Event, halt: Halt, reason: str) -> None:
    agent = halt.target_id if halt.scope == HaltScope.AGENT else None
    run = halt.target_id if halt.scope == HaltScope.RUN else None
    record(
        event,
        target=Target(halt.scope, halt.target_id),
        params={"what": halt.label},
        private={"reason": reason},
        where=Circumstances(run=run, agent=agent),
    )
