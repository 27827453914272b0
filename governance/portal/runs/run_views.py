"""The pages of runs: the list, one run, and its story while it is still running."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.models import Run
from governance.portal.runs.cursors import cursor_of, links_of
from governance.portal.runs.lists import run_tabs, runs_lead, runs_sentence, shown_run
from governance.portal.runs.rescue_forms import RescueForm, handed_forms
from governance.portal.runs.sentences import rescued_sentence, run_lead, run_sentence
from governance.portal.runs.steps import by_hand, place_of, steps_of
from governance.portal.runs.stops import stops_of
from governance.portal.runs.undo_forms import undoing_of
from governance.selectors.compensating import compensations_of, plan_of
from governance.selectors.rescues import Rescuing, rescuing
from governance.selectors.run_pages import (
    RunPage,
    newest_line,
    run_page,
    run_totals,
    runs_page,
)
from governance.services.tickets import MAY_WORK_ON_TICKETS
from governance.states import RunState
from tenants.portal.pages import PortalRequest, client_page


@require_safe
@client_page()
def runs(request: PortalRequest) -> HttpResponse:
    """Show the client's runs, newest first."""
    wanted = request.GET.get("state", "")
    state = wanted if wanted in set(RunState) else ""
    totals = run_totals()
    page = runs_page(state=state, cursor=cursor_of(request.GET))
    context = {
        "section": "runs",
        "sentence": runs_sentence(totals),
        "lead": runs_lead(totals),
        "tabs": run_tabs(totals, state),
        "rows": [shown_run(one) for one in page.rows],
        "state": state,
        **links_of(page, state=state),
    }
    return render(request, "governance/runs.html", context)


@require_safe
@client_page()
def run(request: PortalRequest, number: int) -> HttpResponse:
    """Tell the story of one run."""
    return show_run(request, number)


def show_run(
    request: PortalRequest,
    number: int,
    *,
    form: forms.Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show a run, with what was refused of what somebody wanted to do about it."""
    page = run_page(number)
    found = rescuing(page.run)
    context = _context(page)
    rows = compensations_of(page.run)
    if found is not None and found.decided is not None:
        context["sentence"] = rescued_sentence(page.run, found, rows)
        context["steps"] = by_hand(context["steps"], found.items)
    context |= {
        "undoing": undoing_of(rows, form),
        "may_undo": _may_undo(page.run, found),
        "rescue": found,
        "may_rescue": request.visit.membership.role in MAY_WORK_ON_TICKETS,
        "rescue_form": form if isinstance(form, RescueForm) else RescueForm(),
        "by_hand": handed_forms(found, form),
        "problems": form.non_field_errors() if form else [],
    }
    return render(request, "governance/run.html", context, status=status)


def _may_undo(run: Run, found: Rescuing | None) -> bool:
    """Return whether anything could be undone, if somebody decided so now."""
    waits = found is not None and found.decided is None and not found.unknown
    return waits and bool(plan_of(run).undos)


@require_safe
@client_page()
def run_story(request: PortalRequest, number: int) -> HttpResponse:
    """Answer a page that asks whether anything is new, with what is.

    Nothing new: 204. A run that has ended: have the whole page read again.
    """
    if newest_line(number) == request.GET.get("seen"):
        return HttpResponse(status=204)
    page = run_page(number)
    if page.run.state != RunState.RUNNING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "governance/run_live.html", _context(page))


def _context(page: RunPage) -> dict[str, Any]:
    run = page.run
    steps = steps_of(run, page.actions, page.story)
    return {
        "section": "runs",
        "run": run,
        "running": run.state == RunState.RUNNING,
        "sentence": run_sentence(run, page.actions, page.interruptions),
        "lead": run_lead(run, page.actions, page.interruptions),
        "deputy": page.deputy,
        "steps": steps,
        "place": place_of(steps),
        "stops": stops_of(page, steps),
        "story": page.story[::-1],
        "newest": page.story[-1].id if page.story else "",
    }
