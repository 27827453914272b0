"""What the page of one incident shows, and the forms on it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from governance.models import Ticket
from governance.portal.incidents.forms import (
    AttestForm,
    DuplicateForm,
    HandOnForm,
    MitigateForm,
    NoteForm,
    RateForm,
    ResolveForm,
    ReviewForm,
    TaskDoneForm,
    TaskForm,
)
from governance.portal.incidents.report import shown
from governance.portal.incidents.wording import next_told
from governance.portal.runs.lists import is_unknown
from governance.portal.runs.sentences import ticket_lead, ticket_sentence
from governance.portal.runs.stops import knowledge_of, on_halt
from governance.selectors.attesting import takes_two
from governance.selectors.lessons import lessons_of
from governance.selectors.tickets import TicketPage, ticket_page
from governance.services.tickets import MAY_WORK_ON_TICKETS
from tenants.models import Membership
from tenants.portal.pages import PortalRequest
from tenants.selectors import active_people


def show(
    request: PortalRequest,
    ticket: Ticket,
    form: forms.Form | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show a ticket, with what somebody sent where it was refused."""
    page = ticket_page(ticket)
    me = request.visit.membership
    context = {
        **_context(page),
        **_forms(ticket, form, active_people()),
        "problems": _problems(form),
        "may_write": me.role in MAY_WORK_ON_TICKETS,
        "is_mine": ticket.owner_id == me.id,
    }
    return render(request, "governance/incident.html", context, status=status)


def workers(people: list[Membership]) -> list[Membership]:
    """Return who can have a ticket."""
    return [one for one in people if one.role in MAY_WORK_ON_TICKETS]


def _forms(
    ticket: Ticket, sent: forms.Form | None, people: list[Membership]
) -> Mapping[str, forms.Form]:
    fresh: dict[str, forms.Form] = {
        "note_form": NoteForm(),
        "attest_form": AttestForm(),
        "mitigate_form": MitigateForm(),
        "resolve_form": ResolveForm(),
        "rate_form": RateForm(ticket=ticket),
        "hand_on_form": HandOnForm(people=workers(people)),
        "duplicate_form": DuplicateForm(),
        "task_form": TaskForm(people=people),
        "review_form": ReviewForm(),
    }
    for name, one in fresh.items():
        if type(one) is type(sent):
            fresh[name] = sent
    return fresh


def _problems(form: forms.Form | None) -> list[str]:
    if form is None:
        return []
    unseen = [form.non_field_errors()]
    if isinstance(form, TaskDoneForm):
        unseen = list(form.errors.values())
    return [str(one) for part in unseen for one in part]


def _context(page: TicketPage) -> dict[str, Any]:
    ticket, action = page.ticket, page.ticket.action
    known = knowledge_of(page.interruption, action, page.outcomes) if action else None
    version = ticket.run.workflow_version if ticket.run else None
    return {
        "section": "incidents",
        "page": page,
        "ticket": ticket,
        "is_open": ticket.is_open,
        "is_unknown": is_unknown(ticket),
        "sentence": ticket_sentence(ticket),
        "lead": ticket_lead(ticket, page.interruption),
        "interruption": page.interruption,
        "knowledge": known,
        "written_beforehand": on_halt(version, action) if version else "",
        "version": version,
        "next": next_told(ticket, now=page.now),
        "timeline": page.timeline,
        "takes_two": is_unknown(ticket) and takes_two(ticket.action),
        "evidence": [shown(one) for one in page.evidence],
        "lessons": lessons_of(ticket),
        "today": localdate(page.now),
    }
