"""Halt drills: starting one, watching it, and saying "I have it"."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Drill, DrillState
from governance.portal.readiness.forms import AgentChoice
from governance.portal.readiness.views import MAY_DRILL, published, readiness_page
from governance.portal.readiness.wording import drill_heading, measures_of
from governance.procedure import read_procedure
from governance.selectors.clearances import workflow_by_id
from governance.selectors.fleet import agents_by_name
from governance.selectors.readiness import drill_by_id
from governance.services.drills import answer_drill, start_drill
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY_DRILL)
@require_POST
def start(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Have a rehearsal of the process stopped midway, and watch it."""
    workflow = workflow_by_id(workflow_id)
    version = published(workflow)
    form = AgentChoice(request.POST, agents=agents_by_name())
    made: list[Drill] = []

    def act() -> None:
        by = request.visit.membership
        made.append(start_drill(agent=form.chosen, version=version, by=by))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        agent = form.chosen if "agent" in form.cleaned_data else None
        return readiness_page(
            request, workflow, agent=agent, refused=form, status=status
        )
    slug = request.visit.client.slug
    return redirect("portal:drill", client=slug, drill_id=made[0].id)


@client_page()
@require_safe
def drill(request: PortalRequest, drill_id: UUID) -> HttpResponse:
    """Show what a drill has measured so far."""
    return _page(request, drill_by_id(drill_id))


@client_page()
@require_POST
def answer(request: PortalRequest, drill_id: UUID) -> HttpResponse:
    """Say, as the person to whom it was handed over, "I have it"."""
    found = drill_by_id(drill_id)
    form = Form(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: answer_drill(found, by=by))
    if status is not HTTPStatus.OK:
        return _page(request, drill_by_id(drill_id), refused=form, status=status)
    messages.success(request, "You have it: the halt drill passed.")
    return redirect("portal:drill", client=request.visit.client.slug, drill_id=drill_id)


def _page(
    request: PortalRequest,
    found: Drill,
    *,
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    mine = (
        found.state == DrillState.HANDED_OVER
        and found.ticket is not None
        and found.ticket.owner_id == request.visit.membership.id
    )
    context = {
        "section": "workflows",
        "drill": found,
        "version": found.workflow_version,
        "step": read_procedure(found.workflow_version.steps).step(found.step).title,
        "heading": drill_heading(found),
        "running": found.state == DrillState.STARTED,
        "waiting": found.state == DrillState.HANDED_OVER,
        "measures": measures_of(found),
        "mine": mine,
        "refused": refused,
    }
    return render(request, "governance/drill.html", context, status=status)
