"""The list of incidents, one of them, and opening one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Run, Ticket
from governance.portal.incidents.forms import ReportForm
from governance.portal.incidents.pages import show, workers
from governance.portal.incidents.report import report_of
from governance.portal.runs.cursors import cursor_of, links_of
from governance.portal.runs.lists import shown_ticket, tickets_sentence
from governance.selectors.rescues import run_by_number
from governance.selectors.tickets import (
    open_tickets_by_deadline,
    resolved_tickets,
    ticket_by_number,
    ticket_page,
)
from governance.services.tickets import (
    MAY_WORK_ON_TICKETS,
    Reported,
    report_incident,
)
from tenants.errors import Invalid, NotFound
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import active_people, member_by_id


@require_safe
@client_page()
def incidents(request: PortalRequest) -> HttpResponse:
    """Show the open tickets by deadline, then those that are resolved."""
    cursor = cursor_of(request.GET)
    open_ones = open_tickets_by_deadline()
    resolved = resolved_tickets(cursor)
    context = {
        "section": "incidents",
        "sentence": tickets_sentence(open_ones),
        "open": [shown_ticket(one) for one in open_ones.rows],
        "unseen": open_ones.total - len(open_ones.rows),
        "resolved": [shown_ticket(one) for one in resolved.rows],
        "may_write": request.visit.membership.role in MAY_WORK_ON_TICKETS,
        **links_of(resolved),
    }
    return render(request, "governance/incidents.html", context)


@require_safe
@client_page()
def incident(request: PortalRequest, number: int) -> HttpResponse:
    """Show what happened, who has it, and by when."""
    return show(request, ticket_by_number(number))


@require_safe
@client_page()
def file(_request: PortalRequest, number: int) -> HttpResponse:
    """Hand out an incident as a file."""
    page = ticket_page(ticket_by_number(number))
    name = f"incident-{number}.json"
    return HttpResponse(
        report_of(page),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@client_page(roles=MAY_WORK_ON_TICKETS)
def new(request: PortalRequest) -> HttpResponse:
    """Show the form to open an incident."""
    return _ask(request, _form(request))


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def report(request: PortalRequest) -> HttpResponse:
    """Open an incident."""
    form, opened = _form(request), list[Ticket]()

    def act() -> None:
        reported = Reported(
            title=form.cleaned_data["title"],
            found=form.cleaned_data["found"],
            severity=form.severity,
            owner=member_by_id(UUID(form.cleaned_data["owner"])),
            run=_run(form.cleaned_data["run"]),
        )
        opened.append(report_incident(reported, by=request.visit.membership))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _ask(request, form, status=status)
    number = opened[0].number
    messages.success(request, f"Incident {number} is open.")
    slug = request.visit.client.slug
    return redirect("portal:incident", client=slug, number=number)


def _run(number: int | None) -> Run | None:
    if number is None:
        return None
    try:
        return run_by_number(number)
    except NotFound as error:
        raise Invalid("There is no run of this number.", field="run") from error


def _form(request: PortalRequest) -> ReportForm:
    sent = request.POST if request.method == "POST" else None
    people = workers(active_people())
    return ReportForm(sent, people=people, by=request.visit.membership)


def _ask(
    request: PortalRequest, form: ReportForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"section": "incidents", "form": form}
    return render(request, "governance/incident_new.html", context, status=status)
