"""The pages of incident tickets, and what a person may do on one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Ticket
from governance.portal.runs.cursors import cursor_of, links_of
from governance.portal.runs.forms import AttestForm, CloseForm, NoteForm
from governance.portal.runs.lists import is_unknown, shown_ticket, tickets_sentence
from governance.portal.runs.sentences import ticket_lead, ticket_sentence
from governance.portal.runs.stops import knowledge_of, on_halt
from governance.selectors.tickets import (
    TicketPage,
    closed_tickets,
    open_tickets_by_deadline,
    ticket_by_number,
    ticket_page,
)
from governance.services.attestation import MAY_ATTEST, attest
from governance.services.incidents import close_ticket, note_on_ticket
from governance.states import TicketState
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_safe
@client_page()
def incidents(request: PortalRequest) -> HttpResponse:
    """Show the open tickets by deadline, then the closed ones."""
    cursor = cursor_of(request.GET)
    open_ones = open_tickets_by_deadline()
    closed = closed_tickets(cursor)
    context = {
        "section": "incidents",
        "sentence": tickets_sentence(open_ones),
        "open": [shown_ticket(one) for one in open_ones.rows],
        "unseen": open_ones.total - len(open_ones.rows),
        "closed": [shown_ticket(one) for one in closed.rows],
        **links_of(closed),
    }
    return render(request, "governance/incidents.html", context)


@require_safe
@client_page()
def incident(request: PortalRequest, number: int) -> HttpResponse:
    """Show what happened, who has it, and by when."""
    return _show(request, ticket_by_number(number))


@require_POST
@client_page(roles=MAY_ATTEST)
def note(request: PortalRequest, number: int) -> HttpResponse:
    """Write a line on a ticket's timeline."""
    ticket, form = ticket_by_number(number, lock=True), NoteForm(request.POST)

    def act() -> None:
        note_on_ticket(
            ticket=ticket,
            by=request.visit.membership,
            text=form.cleaned_data["text"],
        )

    return _answer(request, ticket, form, act, said="It is on the timeline now.")


@require_POST
@client_page(roles=MAY_ATTEST)
def attestation(request: PortalRequest, number: int) -> HttpResponse:
    """Settle what is unknown by a person's word."""
    ticket, form = ticket_by_number(number, lock=True), AttestForm(request.POST)

    def act() -> None:
        attest(
            ticket=ticket,
            by=request.visit.membership,
            happened=form.says_happened,
            evidence=form.cleaned_data["evidence"],
        )

    said = "It is settled, by your word. The incident can be closed now."
    return _answer(request, ticket, form, act, said=said)


@require_POST
@client_page(roles=MAY_ATTEST)
def closing(request: PortalRequest, number: int) -> HttpResponse:
    """Close a ticket."""
    ticket, form = ticket_by_number(number, lock=True), CloseForm(request.POST)

    def act() -> None:
        close_ticket(
            ticket=ticket,
            by=request.visit.membership,
            resolution=form.cleaned_data["resolution"],
        )

    return _answer(request, ticket, form, act, said=f"Incident {number} is closed.")


def _answer(
    request: PortalRequest,
    ticket: Ticket,
    form: forms.Form,
    act: Callable[[], None],
    *,
    said: str,
) -> HttpResponse:
    status = submit(form, act)
    if status is not HTTPStatus.OK:
        # As it is, and not as the act left it in memory.
        return _show(request, ticket_by_number(ticket.number), form, status=status)
    messages.success(request, said)
    slug = request.visit.client.slug
    return redirect("portal:incident", client=slug, number=ticket.number)


def _show(
    request: PortalRequest,
    ticket: Ticket,
    form: forms.Form | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = _context(ticket_page(ticket))
    asked = {"note_form": NoteForm, "close_form": CloseForm, "attest_form": AttestForm}
    for name, kind in asked.items():
        context[name] = form if isinstance(form, kind) else kind()
    context["may_write"] = request.visit.membership.role in MAY_ATTEST
    context["is_mine"] = ticket.owner_id == request.visit.membership.id
    return render(request, "governance/incident.html", context, status=status)


def _context(page: TicketPage) -> dict[str, Any]:
    ticket, action = page.ticket, page.ticket.action
    known = knowledge_of(page.interruption, action, page.outcomes) if action else None
    version = ticket.run.workflow_version if ticket.run else None
    return {
        "section": "incidents",
        "ticket": ticket,
        "is_open": ticket.state == TicketState.OPEN,
        "is_unknown": is_unknown(ticket),
        "sentence": ticket_sentence(ticket),
        "lead": ticket_lead(ticket, page.interruption),
        "interruption": page.interruption,
        "knowledge": known,
        "written_beforehand": on_halt(version, action) if version else "",
        "version": version,
        "timeline": page.timeline,
    }
