"""Undoing what a run did that stopped: looking at it beforehand, and doing it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Run
from governance.portal.runs.rescue_views import answer
from governance.portal.runs.undo_forms import UndoForm, UndoneForm
from governance.portal.runs.undo_pages import previewed
from governance.selectors.compensating import Plan, plan_of
from governance.selectors.rescues import rescuing, run_by_number
from governance.selectors.standing import standing
from governance.services.compensating import compensate, write_compensation
from governance.services.tickets import MAY_WORK_ON_TICKETS
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY_WORK_ON_TICKETS)
@require_safe
def undo(request: PortalRequest, number: int) -> HttpResponse:
    """Show what would be undone, in which order, before anybody decides it."""
    run = run_by_number(number)
    plan = plan_of(run)
    return _page(request, run, plan, UndoForm(plan=plan))


@client_page(roles=MAY_WORK_ON_TICKETS)
@require_POST
def start(request: PortalRequest, number: int) -> HttpResponse:
    """Undo what the run did, as it was shown."""
    run = run_by_number(number, lock=True)
    plan = plan_of(run)
    form = UndoForm(request.POST, plan=plan)

    def act() -> None:
        given = form.cleaned_data
        compensate(
            run,
            by=request.visit.membership,
            reason=given["reason"],
            seen=given["seen"],
            by_hand=given["by_hand"],
        )

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, run, plan, form, status=status)
    messages.success(request, "It is being undone, the last thing first.")
    slug = request.visit.client.slug
    return redirect("portal:run", client=slug, number=run.number)


@client_page(roles=MAY_WORK_ON_TICKETS)
@require_POST
def undone(request: PortalRequest, number: int) -> HttpResponse:
    """Write that something was undone by hand, or left as it is."""
    run, form = run_by_number(number, lock=True), UndoneForm(request.POST)

    def act() -> None:
        write_compensation(
            run,
            form.cleaned_data["compensation"],
            done=form.is_done,
            words=form.cleaned_data["words"],
            by=request.visit.membership,
        )

    return answer(request, run, form, act, lambda: "It is written down.")


def _page(
    request: PortalRequest,
    run: Run,
    plan: Plan,
    form: UndoForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    found = rescuing(run)
    stands = standing(run.agent, run.workflow_version.workflow, run=run)
    context = {
        "section": "runs",
        "run": run,
        "waits": found is not None and found.decided is None,
        "steps": previewed(run, plan),
        "pivot": plan.pivot,
        "against": "; ".join(stands.reasons),
        "form": form,
        "chosen": form["by_hand"].value() or [],
    }
    return render(request, "governance/run_undo.html", context, status=status)
