"""Having a rehearsal stopped midway."""

from agents.models import Agent
from agents.selectors import accountable
from audit.events import Event
from governance.models import Drill, WorkflowVersion
from governance.procedure import Procedure, Step, read_procedure
from governance.selectors.readiness import open_drill
from governance.services.drills.telling import DRILL, record_drill
from tenants.clock import database_now
from tenants.doorbell import ring_after_commit
from tenants.errors import Conflict
from tenants.models import Membership, Role
from tenants.selectors import require_role

_MAY_START = {Role.ADMIN, Role.OPERATOR}


def start_drill(*, agent: Agent, version: WorkflowVersion, by: Membership) -> Drill:
    """Have a worker stop a rehearsal of a workflow midway; return the row to watch.

    Raises:
        NotAllowed: an auditor or member cannot.
        Conflict: one is under way, the process has no steps, or nobody answers for
            the agent, so that there is nobody to hand over to.
    """
    require_role(by, _MAY_START, refusal="Only an admin or operator can start a drill.")
    return begin(agent, version, by=by)


def begin(agent: Agent, version: WorkflowVersion, *, by: Membership) -> Drill:
    """Have a worker stop a rehearsal, in the name of whoever acts in the scope.

    Raises:
        Conflict: as ``start_drill``.
    """
    if open_drill(agent, version) is not None:
        raise Conflict("A halt drill is under way. Wait until it is done.")
    if accountable(agent.id) is None:
        raise Conflict(f"Nobody answers for {agent.name}: there is nobody to reach.")
    step = _midway(read_procedure(version.steps))
    drill = Drill(
        agent=agent,
        workflow_version=version,
        step=step.key,
        started_by=by,
        started_at=database_now(),
    )
    drill.save(force_insert=True)
    record_drill(Event.DRILL_STARTED, drill, params={"step": step.title})
    ring_after_commit(DRILL)
    return drill


def _midway(procedure: Procedure) -> Step:
    """Return the step before which stopping matters most."""
    steps = procedure.steps
    if not steps:
        raise Conflict("The process has no steps: there is no midway.")
    worst = [step for step in steps if step.pivot] or [
        step for step in steps if step.critical
    ]
    return worst[0] if worst else steps[len(steps) // 2]
