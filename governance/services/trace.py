"""What the ledger is told about runs, actions, clearances and halts.

Whatever an agent or a person wrote may be about somebody, so it goes in as
private: the entry's bytes hold a commitment to it and the action's digest.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Action, Clearance, Halt, HaltScope, Run


def record_run(
    event: Event,
    run: Run,
    *,
    private: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    authority: Mapping[str, str] | None = None,
) -> UUID:
    """Record something about a run and return the entry's id."""
    return record(
        event,
        target=Target("run", run.id),
        params={"run": str(run.number), **(params or {})},
        private=private,
        where=Circumstances(
            run=run.id,
            agent=run.agent_id,
            authority=dict(authority or {}),
            traceparent=run.traceparent,
        ),
    )


def record_action(
    event: Event,
    action: Action,
    *,
    private: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    authority: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> UUID:
    """Record something about an action and return the entry's id."""
    return record(
        event,
        target=Target("action", action.id),
        params=params,
        private={"act": action.act, **(private or {})},
        where=Circumstances(
            run=action.run_id,
            agent=action.agent_id,
            action=action.id,
            authority={"digest": action.digest, **(authority or {})},
            traceparent=action.traceparent,
            now=now,
        ),
    )


def record_clearance(
    event: Event,
    clearance: Clearance,
    *,
    private: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> UUID:
    """Record something about a clearance and return the entry's id."""
    about = {
        "agent": clearance.agent.name,
        "workflow": clearance.workflow_version.workflow.title,
    }
    return record(
        event,
        target=Target("clearance", clearance.id),
        params={**about, **(params or {})},
        private=private,
        where=Circumstances(
            agent=clearance.agent_id, authority={"clearance": str(clearance.id)}
        ),
    )


def record_halt(event: Event, halt: Halt, reason: str) -> UUID:
    """Record that something was halted or let go, and return the entry's id."""
    agent = halt.target_id if halt.scope == HaltScope.AGENT else None
    run = halt.target_id if halt.scope == HaltScope.RUN else None
    return record(
        event,
        target=Target(halt.scope, halt.target_id),
        params={"what": halt.label},
        private={"reason": reason},
        where=Circumstances(run=run, agent=agent),
    )
