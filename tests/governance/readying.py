"""Making the cast's process ready, and breaking what makes it so."""

from datetime import timedelta

from agents.models import Agent, OwnerRole
from agents.services import accept_ownership, name_owner
from config.demo.build import countersign_all
from governance.models import Clearance, Readiness, WorkflowVersion
from governance.procedure import read_procedure
from governance.readiness import Missing, Report
from governance.selectors.readiness import report_on
from governance.services.clearances import clear
from governance.services.waiving import waive
from tenants.clock import database_now
from tenants.models import Membership
from tests.cast import Cast, a_lead

IN_A_MONTH = timedelta(days=30)


def version_of(cast: Cast) -> WorkflowVersion:
    """Return the newest version of the cast's process."""
    rows = WorkflowVersion.objects.select_related("workflow").order_by("-number")
    return rows[0]


def report_of(
    cast: Cast, agent: Agent | None = None, version: WorkflowVersion | None = None
) -> Report:
    """Return whether a process is ready for an agent, by default the cast's."""
    version = version or version_of(cast)
    return report_on(
        read_procedure(version.steps),
        workflow=version.workflow,
        agent=agent or cast.agent,
        now=database_now(),
    )


def gaps_of(cast: Cast) -> list[str]:
    """Return the codes of what is missing."""
    return [check.code for check, _ in report_of(cast).gaps]


def waive_all(cast: Cast, agent: Agent, version: WorkflowVersion | None = None) -> None:
    """Answer as Ada for all that may be waived of an agent in a process."""
    version = version or version_of(cast)
    for check, gap in report_of(cast, agent, version).gaps:
        if check.waivable:
            waive(
                workflow=version.workflow,
                agent=agent,
                missing=Missing(check, gap),
                reason="It is a test.",
                expires_at=database_now() + IN_A_MONTH,
                by=cast.ada,
            )


def clearance_of(cast: Cast) -> Clearance:
    """Return the clearance that the cast's agent works under."""
    rows = Clearance.objects.select_related("agent", "workflow_version__workflow")
    return rows.filter(agent=cast.agent).order_by("-signed_at")[0]


def readiness_of(cast: Cast) -> Readiness:
    """Return whether it is ready, as it was last looked at."""
    return Readiness.objects.get(clearance=clearance_of(cast))


def sign_again(cast: Cast) -> Clearance:
    """Have Ada clear the cast's agent for the newest version."""
    return clear(
        agent=cast.agent,
        version=version_of(cast),
        signed_by=cast.ada,
        expires_at=database_now() + timedelta(days=10),
    )


def clear_for(
    cast: Cast,
    agent: Agent,
    *,
    owner: Membership | None = None,
    version: WorkflowVersion | None = None,
    days: int = 10,
) -> Clearance:
    """Have all that is open waived by Ada, and sign for an agent as its owner.

    A governance lead signs as well, where the process is critical.
    """
    signer = owner or cast.ada
    with cast.scope(cast.ada):
        chosen = version or version_of(cast)
        waive_all(cast, agent, chosen)
    with cast.scope(signer):
        signed = clear(
            agent=agent,
            version=chosen,
            signed_by=signer,
            expires_at=database_now() + timedelta(days=days),
        )
    countersign_all(cast.client, by=a_lead())
    return signed


def answered_for(cast: Cast, agent: Agent, *, by: Membership | None = None) -> Agent:
    """Have somebody, by default Ada, accept to answer for an agent; return it."""
    owner = by or cast.ada
    with cast.scope(owner):
        named = name_owner(agent=agent, membership=owner, role=OwnerRole.OWNER)
    with cast.scope(owner):
        accept_ownership(named)
    return agent
