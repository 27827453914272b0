"""What makes a demo client's process ready: all of it done, or answered for."""

from datetime import timedelta

from agents.models import Agent
from governance.models import WorkflowVersion
from governance.procedure import read_procedure
from governance.selectors.readiness import report_on
from governance.services.drills import answer_drill, rehearse, start_drill
from governance.services.reviewing import settle_policy
from governance.services.waiving import waive
from tenants.clock import database_now
from tenants.models import Membership
from tenants.scoping import current_client_id

KEPT_DAYS = 3650
GRACE_DAYS = 14
_WAIVED_FOR = timedelta(days=89)
_REASONS = {
    "accountability.approvers": (
        "Finance is one person until the spring; what waits for it then waits a day."
    ),
    "recovery.drill": "The halt drill is planned for the first week of the pilot.",
}


def make_ready(
    agent: Agent, version: WorkflowVersion, *, by: Membership, drilled: bool
) -> None:
    """Settle what is open before an agent is cleared, in the name of its owner."""
    settle_policy(grace_days=GRACE_DAYS, kept_days=KEPT_DAYS, by=by)
    if drilled:
        drill = start_drill(agent=agent, version=version, by=by)
        rehearse(current_client_id(), drill.id)
        answer_drill(drill, by=by)
    report = report_on(
        read_procedure(version.steps),
        workflow=version.workflow,
        agent=agent,
        now=database_now(),
    )
    for missing in report.gaps:
        reason = _REASONS.get(missing.check.code)
        if reason is not None:
            waive(
                workflow=version.workflow,
                agent=agent,
                missing=missing,
                reason=reason,
                expires_at=database_now() + _WAIVED_FOR,
                by=by,
            )
