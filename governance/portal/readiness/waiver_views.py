"""Answering for a gap for a while, and no longer doing so."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from agents.models import Agent
from governance.models import Workflow
from governance.portal.readiness.forms import WaiverForm
from governance.portal.readiness.views import (
    MAY_WAIVE,
    asked_agent,
    published,
    readiness_page,
)
from governance.procedure import read_procedure
from governance.readiness import Missing
from governance.selectors.clearances import workflow_by_id
from governance.selectors.readiness import report_on, waiver_by_id
from governance.services.waiving import waive, withdraw_waiver
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY_WAIVE)
@require_POST
def waive_gap(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Answer for one gap that is open now, as the person signed in."""
    workflow, agent = workflow_by_id(workflow_id), asked_agent(request)
    form = WaiverForm(request.POST)
    status = submit(form, lambda: _waive(request, workflow, agent, form))
    if status is not HTTPStatus.OK:
        return readiness_page(
            request, workflow, agent=agent, waiving=form, status=status
        )
    messages.success(request, "You answer for this gap until then.")
    return redirect(_page(request, workflow, agent))


@client_page(roles=MAY_WAIVE)
@require_POST
def withdraw(request: PortalRequest, waiver_id: UUID) -> HttpResponse:
    """No longer answer for a gap."""
    waiver = waiver_by_id(waiver_id)
    form = Form(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: withdraw_waiver(waiver, by=by))
    if status is HTTPStatus.OK:
        messages.success(request, "The gap counts again.")
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(_page(request, waiver.workflow, waiver.agent))


def _waive(
    request: PortalRequest, workflow: Workflow, agent: Agent | None, form: WaiverForm
) -> None:
    told = form.cleaned_data
    waive(
        workflow=workflow,
        agent=agent,
        missing=_missing(workflow, agent, told["check"], told["about"]),
        reason=told["reason"],
        expires_at=form.ends,
        by=request.visit.membership,
    )


def _missing(workflow: Workflow, agent: Agent | None, code: str, about: str) -> Missing:
    procedure = read_procedure(published(workflow).steps)
    report = report_on(procedure, workflow=workflow, agent=agent, now=database_now())
    for missing in report.gaps:
        if missing.check.code == code and missing.gap.about == about:
            return missing
    raise Conflict("This gap is not open any more: look at the page again.")


def _page(request: PortalRequest, workflow: Workflow, agent: Agent | None) -> str:
    slug = request.visit.client.slug
    kwargs = {"client": slug, "workflow_id": workflow.id}
    path = reverse("portal:readiness", kwargs=kwargs)
    return path if agent is None else f"{path}?agent={agent.id}"
