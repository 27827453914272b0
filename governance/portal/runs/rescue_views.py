"""Deciding what becomes of a run that stopped, and doing the rest of it by hand."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from governance.models import Decided, Run
from governance.portal.runs.rescue_forms import HandedForm, RescueForm
from governance.portal.runs.run_views import show_run
from governance.selectors.rescues import run_by_number
from governance.services.rescuing import (
    abandon,
    have_done_by_hand,
    resume,
    write_step,
)
from governance.services.tickets import MAY_WORK_ON_TICKETS
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_ACTS = {
    Decided.RESUME: (resume, "It goes on as soon as its agent takes it up."),
    Decided.BY_HAND: (have_done_by_hand, "People do the rest: write about each step."),
    Decided.ABANDON: (abandon, "Nothing more is done in this run."),
}


@client_page(roles=MAY_WORK_ON_TICKETS)
@require_POST
def rescue(request: PortalRequest, number: int) -> HttpResponse:
    """Decide what becomes of a run that stopped."""
    run, form = run_by_number(number, lock=True), RescueForm(request.POST)

    def perform() -> None:
        act, _ = _ACTS[Decided(form.cleaned_data["decided"])]
        act(run, by=request.visit.membership, reason=form.cleaned_data["reason"])

    def said() -> str:
        return _ACTS[Decided(form.cleaned_data["decided"])][1]

    return answer(request, run, form, perform, said)


@client_page(roles=MAY_WORK_ON_TICKETS)
@require_POST
def handed_step(request: PortalRequest, number: int) -> HttpResponse:
    """Write that a step was done by hand, or left out."""
    run, form = run_by_number(number, lock=True), HandedForm(request.POST)

    def perform() -> None:
        write_step(
            run,
            form.cleaned_data["step"],
            done=form.is_done,
            words=form.cleaned_data["words"],
            by=request.visit.membership,
        )

    return answer(request, run, form, perform, lambda: "It is written down.")


def answer(
    request: PortalRequest,
    run: Run,
    form: forms.Form,
    perform: Callable[[], None],
    said: Callable[[], str],
) -> HttpResponse:
    """Do what a form on a run's page asks for; show the run with what was refused."""
    status = submit(form, perform)
    if status is not HTTPStatus.OK:
        return show_run(request, run.number, form=form, status=status)
    messages.success(request, said())
    slug = request.visit.client.slug
    return redirect("portal:run", client=slug, number=run.number)
