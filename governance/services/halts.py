"""Writes: stopping a client, an agent, a workflow, a run or an action type."""

from uuid import UUID

from django.db.models import Q

from agents.models import Agent
from agents.selectors import answering, holding
from audit.events import Event
from governance.models import Halt, HaltScope, Run
from governance.selectors.halting import active_halt
from governance.services.stopping import hold_off_intents
from governance.services.trace import record_halt
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Membership, Role, User
from tenants.selectors import require_lead, require_signed_in
from tenants.services.inputs import read_reason

_MAY_HALT = {Role.ADMIN, Role.OPERATOR}
_REFUSAL = "Only an admin, an operator or who answers for the agent can halt."


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
    after the halt. ``by`` is a person of the client, or a governance lead. Who
    answers for an agent stops it, and its runs, in any role.

    Raises:
        NotAllowed: an auditor or member cannot halt what they do not answer for.
        Invalid: the reason is missing.
        Conflict: it is halted.
    """
    if isinstance(by, User):
        require_lead(by)
    else:
        require_signed_in(by)
        if not may_halt(by, scope, target_id):
            raise NotAllowed(_REFUSAL)
    words = read_reason(reason)
    halt = Halt(scope=scope, target_id=target_id, label=label, reason=words)
    halt.set_by, halt.set_by_lead = (
        (by, None) if isinstance(by, Membership) else (None, by)
    )
    return _set(halt)


def may_halt(by: Membership, scope: HaltScope, target_id: UUID) -> bool:
    """Return whether a person may stop this: by role, or answering for the agent."""
    return by.role in _MAY_HALT or _answers_for(by, scope, target_id)


def halt_itself(agent: Agent, *, reason: str) -> Halt:
    """Stop an agent by its own word, in its own scope, and return the halt.

    It cannot go on by itself then: only a person lifts it.

    Raises:
        Invalid: the reason is missing.
        Conflict: it is halted.
    """
    words = read_reason(reason)
    halt = Halt(
        scope=HaltScope.AGENT, target_id=agent.id, label=agent.name, reason=words
    )
    halt.set_by_agent = agent
    return _set(halt)


def halt_rehearsal(run: Run, *, by: Membership) -> Halt:
    """Halt a rehearsal as its drill does, for the person who started it."""
    if not run.rehearsal:
        raise Conflict(f"Run {run.number} is no rehearsal.")
    told = "A halt drill: does the run stop, and is it handed over?"
    label = f"Run {run.number}"
    halt = Halt(scope=HaltScope.RUN, target_id=run.id, label=label, reason=told)
    halt.set_by = by
    return _set(halt)


def _set(halt: Halt) -> Halt:
    hold_off_intents(halt.target_id)
    if active_halt(HaltScope(halt.scope), halt.target_id) is not None:
        raise Conflict(f"{halt.label} is halted.")
    halt.set_at = database_now()
    halt.save(force_insert=True)
    record_halt(Event.HALT_SET, halt, halt.reason)
    return halt


def _answers_for(by: Membership, scope: HaltScope, target_id: UUID) -> bool:
    """Return whether it is an agent, or a run of one, that this person answers for."""
    if scope not in {HaltScope.AGENT, HaltScope.RUN}:
        return False
    runs = Run.objects.filter(id=target_id).values("agent")
    theirs = Q(agent=target_id) if scope is HaltScope.AGENT else Q(agent__in=runs)
    held = holding().filter(theirs, membership=by)
    return held.exists() or answering().filter(theirs, membership=by).exists()
