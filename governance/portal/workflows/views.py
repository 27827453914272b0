"""The client's processes, and one of them as a person would follow it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.workflows.wording import procedure_lines, workflows_heading
from governance.procedure import draw, read_procedure
from governance.selectors.clearances import version_of, workflow_by_id
from governance.selectors.drafts import draft_of, drafts
from governance.selectors.readiness import report_on
from governance.selectors.workflows import catalogue, standing_of, versions_of
from governance.services.drafting import MAY_WRITE
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page


@client_page()
@require_safe
def workflows(request: PortalRequest) -> HttpResponse:
    """List the processes, with who is cleared for each and what is missing."""
    lines = catalogue()
    context = {
        "section": "workflows",
        "lines": lines,
        "heading": workflows_heading(lines),
        "drafts": drafts(),
        "may_write": request.visit.membership.role in MAY_WRITE,
    }
    return render(request, "governance/workflows.html", context)


@client_page()
@require_safe
def workflow(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Show a process as a procedure and as a diagram; ``?version=`` an earlier one."""
    found = workflow_by_id(workflow_id)
    version = version_of(found, request.GET.get("version", ""))
    procedure = read_procedure(version.steps)
    report = report_on(procedure, workflow=found, agent=None, now=database_now())
    context = {
        "section": "workflows",
        "workflow": found,
        "version": version,
        "versions": versions_of(found),
        "cleared": standing_of(found),
        "steps": procedure_lines(procedure),
        "drawing": draw(procedure, marks=report.marks),
        "draft": draft_of(found),
        "may_write": request.visit.membership.role in MAY_WRITE,
    }
    return render(request, "governance/workflow.html", context)
