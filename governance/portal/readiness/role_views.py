"""Who does what in a process: responsible, accountable, consulted, informed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.readiness.forms import AgentChoice
from governance.portal.readiness.views import asked_agent, published
from governance.procedure import read_procedure
from governance.readiness.raci import NOBODY
from governance.selectors.clearances import workflow_by_id
from governance.selectors.fleet import agents_by_name
from governance.selectors.readiness import roles_in
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page


@client_page()
@require_safe
def roles(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Show who does what, step by step, with the agent that is asked about."""
    workflow, agent = workflow_by_id(workflow_id), asked_agent(request)
    version = published(workflow)
    lines = roles_in(
        read_procedure(version.steps),
        workflow=workflow,
        agent=agent,
        now=database_now(),
    )
    context = {
        "section": "workflows",
        "workflow": workflow,
        "version": version,
        "agent": agent,
        "choice": AgentChoice(
            initial={"agent": agent and agent.id}, agents=agents_by_name()
        ),
        "lines": lines,
        "open": sum(NOBODY in {one.responsible, one.accountable} for one in lines),
    }
    return render(request, "governance/roles.html", context)
