"""Writing one step of a draft."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from agents.selectors import current_action_types
from governance.halt_policy import NO_EFFECT, Kind
from governance.models import WorkflowDraft
from governance.portal.workflows.case_forms import CasesForm
from governance.portal.workflows.draft_views import to_draft
from governance.portal.workflows.step_forms import (
    FailureRows,
    Offered,
    StepForm,
    WayRows,
)
from governance.portal.workflows.step_values import (
    cases_shown,
    initial_of,
    rows_of,
    step_of,
)
from governance.procedure import (
    ActorKind,
    Procedure,
    Step,
    read_procedure,
    with_step,
)
from governance.selectors.clearances import workflow_by_id
from governance.selectors.drafts import required_draft
from governance.selectors.kinds import Kinds
from governance.services.drafting import MAY_WRITE, change_draft
from tenants.errors import NotFound
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import active_people
from tenants.selectors.people import groups_by_name


class Sheet:
    """The three forms of one step, empty, filled from it, or as they were sent."""

    def __init__(
        self, draft: WorkflowDraft, *, key: str, request: PortalRequest | None = None
    ) -> None:
        """Make the forms; with a request, as it sent them."""
        self.procedure = read_procedure(draft.steps)
        self.step = _step(self.procedure, key)
        sent = request.POST if request is not None else None
        options = {"offered": _offered(self.procedure, key)}
        failures, ways = rows_of(self.step)
        self.form = StepForm(
            sent, initial=initial_of(self.step, draft.revision), **options
        )
        self.failures = FailureRows(
            sent, initial=failures, prefix="failures", form_kwargs=options
        )
        self.ways = WayRows(sent, initial=ways, prefix="ways", form_kwargs=options)
        self.kinds = Kinds()
        self.cases = CasesForm(
            sent,
            initial=cases_shown(self.step),
            prefix="cases",
            step=self.step,
            kind=self._kind(),
        )

    def rows_are_valid(self) -> bool:
        """Look at all that hangs on the step, so that what is wrong is told at once."""
        valid = [part.is_valid() for part in (self.failures, self.ways, self.cases)]
        return all(valid)

    def is_possible(self) -> bool:
        """Look whether the step can do what it says about stopping midway."""
        step = self._sent()
        return self.cases.is_possible(step, self.kinds.of(step))

    def changed(self) -> Procedure:
        """Return the procedure with the step as it was sent."""
        return with_step(self.procedure, self._sent())

    def _sent(self) -> Step:
        return step_of(
            self.form.cleaned_data,
            [row.cleaned_data for row in self.failures],
            [row.cleaned_data for row in self.ways],
            cases=self.cases.cases(),
            within=self.procedure,
        )

    def _kind(self) -> Kind:
        return self.kinds.of(self.step) if self.step else NO_EFFECT


@client_page(roles=MAY_WRITE)
@require_safe
def step(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Show the form of the step that ``?key=`` names, or of a new one."""
    draft = required_draft(workflow_by_id(workflow_id))
    return _page(request, draft, Sheet(draft, key=request.GET.get("key", "")))


@client_page(roles=MAY_WRITE)
@require_POST
def write(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Keep a step as it was sent; nothing of it is lost where something is wrong."""
    draft = required_draft(workflow_by_id(workflow_id))
    sheet = Sheet(draft, key=request.POST.get("key", ""), request=request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    whole = sheet.form.is_valid()
    if sheet.rows_are_valid() and whole and sheet.is_possible():
        by = request.visit.membership
        status = submit(
            sheet.form,
            lambda: change_draft(
                draft, sheet.changed(), seen=sheet.form.cleaned_data["seen"], by=by
            ),
        )
    if status is not HTTPStatus.OK:
        return _page(request, draft, sheet, status=status)
    messages.success(request, f"“{sheet.form.cleaned_data['title']}” is kept.")
    return to_draft(request, workflow_id)


def _page(
    request: PortalRequest,
    draft: WorkflowDraft,
    sheet: Sheet,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "workflows",
        "workflow": draft.workflow,
        "draft": draft,
        "step": sheet.step,
        "form": sheet.form,
        "failures": sheet.failures,
        "ways": sheet.ways,
        "cases": sheet.cases,
    }
    return render(request, "governance/draft_step.html", context, status=status)


def _step(procedure: Procedure, key: str) -> Step | None:
    if not key:
        return None
    found = next((one for one in procedure.steps if one.key == key), None)
    if found is None:
        raise NotFound("There is no such step in the draft.")
    return found


def _offered(procedure: Procedure, key: str) -> Offered:
    people = [
        (f"{ActorKind.PERSON}:{one.user.email}", one.user.name)
        for one in active_people()
    ]
    groups = [(f"{ActorKind.GROUP}:{one.name}", one.name) for one in groups_by_name()]
    places = [
        (ActorKind.OWNER.value, "The owner"),
        (ActorKind.DEPUTY.value, "The deputy"),
    ]
    return Offered(
        actors=[*places, *groups, *people],
        actions=[one.name for one in current_action_types()],
        steps=[
            (one.key, f"{number}. {one.title}")
            for number, one in enumerate(procedure.steps, start=1)
            if one.key != key
        ],
    )
