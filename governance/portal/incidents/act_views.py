"""What a person does on an incident."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

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
from governance.portal.incidents.pages import show, workers
from governance.selectors.tickets import task_by_id, ticket_by_number
from governance.services import tickets
from governance.services.attestation import attest
from governance.services.tickets import MAY_WORK_ON_TICKETS, Learnt
from tenants.errors import Invalid, NotFound
from tenants.models import Membership
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import active_people, member_by_id

_SETTLED = "It is settled, by your word. The incident can be resolved now."
_ANOTHER = "It is written down. Another person has to find the same."


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def acknowledge(request: PortalRequest, number: int) -> HttpResponse:
    """Say that one has it."""
    ticket, by = _locked(number), request.visit.membership
    said = "You have it: nobody else is told until nothing is done for long."
    return _answer(
        request,
        ticket,
        forms.Form(request.POST),
        lambda: tickets.acknowledge(ticket, by=by),
        said=said,
    )


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def note(request: PortalRequest, number: int) -> HttpResponse:
    """Write a line on a ticket's timeline."""
    ticket, form, by = _locked(number), NoteForm(request.POST), _me(request)

    def act() -> None:
        tickets.note(ticket, by=by, text=form.cleaned_data["text"])

    return _answer(request, ticket, form, act, said="It is on the timeline now.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def attestation(request: PortalRequest, number: int) -> HttpResponse:
    """Settle what is unknown by a person's word."""
    ticket, form, by = _locked(number), AttestForm(request.POST), _me(request)

    def act() -> str:
        evidence = form.cleaned_data["evidence"]
        happened = form.says_happened
        settled = attest(ticket=ticket, by=by, happened=happened, evidence=evidence)
        return _SETTLED if settled else _ANOTHER

    return _answer(request, ticket, form, act)


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def mitigation(request: PortalRequest, number: int) -> HttpResponse:
    """Say what keeps it from becoming worse."""
    ticket, form, by = _locked(number), MitigateForm(request.POST), _me(request)

    def act() -> None:
        tickets.mitigate(ticket, by=by, words=form.cleaned_data["words"])

    return _answer(request, ticket, form, act, said="It is mitigated.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def resolution(request: PortalRequest, number: int) -> HttpResponse:
    """Resolve a ticket."""
    ticket, form, by = _locked(number), ResolveForm(request.POST), _me(request)

    def act() -> None:
        tickets.resolve(ticket, by=by, resolution=form.cleaned_data["resolution"])

    said = f"Incident {number} is resolved."
    return _answer(request, ticket, form, act, said=said)


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def severity(request: PortalRequest, number: int) -> HttpResponse:
    """Change how severe it is."""
    ticket, by = _locked(number), _me(request)
    form = RateForm(request.POST, ticket=ticket)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        tickets.rate(ticket, severity=form.severity, by=by, reason=reason)

    return _answer(request, ticket, form, act, said="Its times are those of that now.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def handing_on(request: PortalRequest, number: int) -> HttpResponse:
    """Give it to somebody else."""
    ticket, by = _locked(number), _me(request)
    form = HandOnForm(request.POST, people=workers(active_people()))

    def act() -> None:
        to = member_by_id(UUID(form.cleaned_data["to"]))
        tickets.hand_on(ticket, to=to, by=by, reason=form.cleaned_data["reason"])

    return _answer(request, ticket, form, act, said="They have it, and are told.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def duplicate(request: PortalRequest, number: int) -> HttpResponse:
    """Say that it is another one again."""
    ticket, form, by = _locked(number), DuplicateForm(request.POST), _me(request)

    def act() -> None:
        tickets.mark_duplicate(ticket, of=_other(form), by=by)

    said = "It is resolved as a duplicate."
    return _answer(request, ticket, form, act, said=said)


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def task(request: PortalRequest, number: int) -> HttpResponse:
    """Have somebody do something because of it."""
    ticket, by = _locked(number), _me(request)
    form = TaskForm(request.POST, people=active_people())

    def act() -> None:
        tickets.add_task(
            ticket,
            text=form.cleaned_data["text"],
            owner=member_by_id(UUID(form.cleaned_data["owner"])),
            due_on=form.cleaned_data["due_on"],
            by=by,
        )

    return _answer(request, ticket, form, act, said="It is on the list.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def task_done(request: PortalRequest, number: int) -> HttpResponse:
    """Say that a task is done."""
    ticket, form, by = _locked(number), TaskDoneForm(request.POST), _me(request)

    def act() -> None:
        found = task_by_id(ticket, form.cleaned_data["task"])
        tickets.finish_task(found, by=by)

    return _answer(request, ticket, form, act, said="It is done.")


@require_POST
@client_page(roles=MAY_WORK_ON_TICKETS)
def review(request: PortalRequest, number: int) -> HttpResponse:
    """Write what was learnt."""
    ticket, form, by = _locked(number), ReviewForm(request.POST), _me(request)

    def act() -> None:
        tickets.review(ticket, Learnt(**form.cleaned_data), by=by)

    said = f"Incident {number} is reviewed."
    return _answer(request, ticket, form, act, said=said)


def _other(form: DuplicateForm) -> Ticket:
    try:
        return ticket_by_number(form.cleaned_data["of"])
    except NotFound as error:
        raise Invalid("There is no incident of this number.", field="of") from error


def _locked(number: int) -> Ticket:
    return ticket_by_number(number, lock=True)


def _me(request: PortalRequest) -> Membership:
    return request.visit.membership


def _answer(
    request: PortalRequest,
    ticket: Ticket,
    form: forms.Form,
    act: Callable[[], str | None],
    *,
    said: str = "",
) -> HttpResponse:
    """Do it, and say ``said`` afterwards, or what the act returns."""
    told = [said]

    def perform() -> None:
        told.append(act() or said)

    status = submit(form, perform)
    if status is not HTTPStatus.OK:
        # As it is, and not as the act left it in memory.
        return show(request, ticket_by_number(ticket.number), form, status=status)
    messages.success(request, told[-1])
    slug = request.visit.client.slug
    return redirect("portal:incident", client=slug, number=ticket.number)
