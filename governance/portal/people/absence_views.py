"""Saying when somebody is away, and that they are back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from agents.selectors import absence_by_id
from agents.services import plan_absence, withdraw_absence
from governance.portal.people.forms import AbsenceForm
from governance.portal.people.pages import Refused, person_page, to_person
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import member_by_id


@client_page()
@require_POST
def plan(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Write down when somebody is away; their deputies answer meanwhile."""
    person = member_by_id(membership_id)
    form, by = AbsenceForm(request.POST), request.visit.membership

    def act() -> None:
        plan_absence(person, since=form.begins, until=form.ends, by=by)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        refused = Refused({"absence_form": form}, status)
        return person_page(request, membership_id, refused)
    messages.success(request, "Written down. Deputies answer meanwhile.")
    return to_person(request, membership_id)


@client_page()
@require_POST
def withdraw(request: PortalRequest, absence_id: UUID) -> HttpResponse:
    """Say that somebody is not away after all, or back before time."""
    absence = absence_by_id(absence_id)
    form, by = Form(request.POST), request.visit.membership
    status = submit(form, lambda: withdraw_absence(absence, by=by))
    if status is not HTTPStatus.OK:
        refused = Refused({"back_form": form}, status)
        return person_page(request, absence.membership_id, refused)
    name = absence.membership.user.name
    messages.success(request, f"{name} is here, and answers from now on.")
    return to_person(request, absence.membership_id)
