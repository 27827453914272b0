"""Two published versions of a process, beside each other."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.workflows.wording import compared_steps
from governance.procedure import read_procedure, reordered
from governance.selectors.clearances import version_of, workflow_by_id
from governance.selectors.workflows import versions_of
from tenants.portal.pages import PortalRequest, client_page


@client_page()
@require_safe
def compare(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """What did one version change about another? The two newest where none is named."""
    asked = (request.GET.get("old", ""), request.GET.get("new", ""))
    workflow = workflow_by_id(workflow_id)
    known = versions_of(workflow)
    context: dict[str, object] = {
        "section": "workflows",
        "workflow": workflow,
        "versions": known,
    }
    if len(known) > 1:
        old = version_of(workflow, asked[0] or str(known[1].number))
        new = version_of(workflow, asked[1])
        was, now = read_procedure(old.steps), read_procedure(new.steps)
        context |= {
            "old": old,
            "new": new,
            "changes": compared_steps(was, now),
            "reordered": reordered(was, now),
        }
    return render(request, "governance/workflow_compare.html", context)
