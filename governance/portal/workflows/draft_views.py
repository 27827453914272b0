"""Writing the next version of a process: begin, look, move, remove, publish."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from governance.models import WorkflowDraft, WorkflowVersion
from governance.portal.readiness.mending import Place
from governance.portal.readiness.wording import count_of
from governance.portal.workflows.forms import KeyForm, SeenForm, StepKeyForm, TitleForm
from governance.portal.workflows.wording import procedure_lines
from governance.procedure import (
    differences,
    draw,
    moved,
    read_procedure,
    without_step,
)
from governance.selectors.clearances import current_version, workflow_by_id
from governance.selectors.drafts import required_draft
from governance.selectors.readiness import report_on
from governance.services.drafting import (
    MAY_PUBLISH,
    MAY_WRITE,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
    start_workflow,
)
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY_WRITE)
@require_safe
def new(request: PortalRequest) -> HttpResponse:
    """Ask what the process is called that is to be written down."""
    return _new(request, TitleForm(), HTTPStatus.OK)


@client_page(roles=MAY_WRITE)
@require_POST
def start(request: PortalRequest) -> HttpResponse:
    """Begin to write a process down."""
    form = TitleForm(request.POST)
    made: list[WorkflowDraft] = []

    def act() -> None:
        by = request.visit.membership
        made.append(start_workflow(title=form.cleaned_data["title"], by=by))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _new(request, form, status)
    return to_draft(request, made[0].workflow_id)


@client_page(roles=MAY_WRITE)
@require_POST
def begin(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Begin the next version from the newest, or go on with what is begun.

    Whoever comes from what is missing at a step goes on to that step.
    """
    written = begin_draft(workflow_by_id(workflow_id), by=request.visit.membership)
    form = StepKeyForm(request.POST, draft=written)
    if not form.is_valid():
        return to_draft(request, workflow_id)
    place = {"client": request.visit.client.slug, "workflow_id": workflow_id}
    step = reverse("portal:draft-step", kwargs=place)
    return redirect(f"{step}?{urlencode({'key': form.cleaned_data['key']})}")


@client_page(roles=MAY_WRITE)
@require_safe
def draft(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Show what is written so far, with what is still missing at each step."""
    return draft_page(request, required_draft(workflow_by_id(workflow_id)))


@client_page(roles=MAY_WRITE)
@require_POST
def move(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Move a step one place up or down."""
    written = required_draft(workflow_by_id(workflow_id))
    form = KeyForm(request.POST, draft=written)

    def act() -> None:
        told = form.cleaned_data
        procedure = moved(form.procedure, told["key"], by=told["by"] or 0)
        by = request.visit.membership
        change_draft(written, procedure, seen=told["seen"], by=by)

    return _act(request, written, form, act, "Moved.")


@client_page(roles=MAY_WRITE)
@require_POST
def remove(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Take a step out of the draft."""
    written = required_draft(workflow_by_id(workflow_id))
    form = KeyForm(request.POST, draft=written)

    def act() -> None:
        told = form.cleaned_data
        procedure = without_step(form.procedure, told["key"])
        by = request.visit.membership
        change_draft(written, procedure, seen=told["seen"], by=by)

    return _act(request, written, form, act, "The step is out.")


@client_page(roles=MAY_PUBLISH)
@require_POST
def publish(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Publish the draft as the next version, which never changes."""
    written = required_draft(workflow_by_id(workflow_id))
    form = SeenForm(request.POST)
    made: list[WorkflowVersion] = []

    def act() -> None:
        by, seen = request.visit.membership, form.cleaned_data["seen"]
        made.append(publish_draft(written, seen=seen, by=by))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return draft_page(request, written, refused=form, status=status)
    messages.success(request, f"Version {made[0].number} is published.")
    slug = request.visit.client.slug
    return redirect("portal:readiness", client=slug, workflow_id=workflow_id)


@client_page(roles=MAY_WRITE)
@require_POST
def discard(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    written = required_draft(workflow_by_id(workflow_id))
    form = SeenForm(request.POST)
    by = request.visit.membership
    status = submit(
        form, lambda: discard_draft(written, seen=form.cleaned_data["seen"], by=by)
    )
    if status is not HTTPStatus.OK:
        return draft_page(request, written, refused=form, status=status)
    messages.success(request, "The draft is gone.")
    return redirect("portal:workflows", client=request.visit.client.slug)


def to_draft(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Send the browser on to the page of a draft."""
    slug = request.visit.client.slug
    return redirect("portal:draft", client=slug, workflow_id=workflow_id)


def draft_page(
    request: PortalRequest,
    written: WorkflowDraft,
    *,
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page of a draft; ``refused`` is a form that was."""
    workflow, procedure = written.workflow, read_procedure(written.steps)
    report = report_on(procedure, workflow=workflow, agent=None, now=database_now())
    place = Place(request.visit.client, workflow, None)
    version = current_version(workflow)
    problems = refused.errors.values() if refused is not None else ()
    context = {
        "section": "workflows",
        "draft": written,
        "workflow": workflow,
        "steps": procedure_lines(procedure),
        "drawing": draw(procedure, marks=report.marks),
        "gaps": [(gap, place.mend(gap)) for _, gap in report.gaps],
        "missing": count_of(len(report.gaps), "thing"),
        "version": version,
        "different": version and differences(read_procedure(version.steps), procedure),
        "problems": [one for errors in problems for one in errors],
        "may_publish": request.visit.membership.role in MAY_PUBLISH,
    }
    return render(request, "governance/draft.html", context, status=status)


def _act(
    request: PortalRequest,
    written: WorkflowDraft,
    form: Form,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return draft_page(request, written, refused=form, status=status)
    messages.success(request, done)
    return to_draft(request, written.workflow_id)


def _new(request: PortalRequest, form: TitleForm, status: HTTPStatus) -> HttpResponse:
    context = {"section": "workflows", "form": form}
    return render(request, "governance/workflow_new.html", context, status=status)
