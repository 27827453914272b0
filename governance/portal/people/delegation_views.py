"""Saying who answers in whose place, and taking that back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from governance.portal.people.forms import DelegationForm
from governance.portal.people.pages import (
    Refused,
    others_than,
    person_page,
    to_person,
)
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import member_by_id
from tenants.selectors.seats import delegation_by_id
from tenants.services.delegating import delegate, withdraw_delegation


@client_page()
@require_POST
def hand_over(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Have somebody answer in a person's place for some days."""
    person, by = member_by_id(membership_id), request.visit.membership
    form = DelegationForm(request.POST, people=others_than(person))

    def act() -> None:
        to = member_by_id(form.cleaned_data["to"])
        delegate(person, to=to, since=form.begins, until=form.ends, by=by)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        refused = Refused({"delegation_form": form}, status)
        return person_page(request, membership_id, refused)
    name = member_by_id(form.cleaned_data["to"]).user.name
    messages.success(request, f"{name} answers in this place in those days.")
    return to_person(request, membership_id)


@client_page()
@require_POST
def take_back(request: PortalRequest, delegation_id: UUID) -> HttpResponse:
    """Let a person answer in their own place again."""
    found = delegation_by_id(delegation_id)
    form, by = Form(request.POST), request.visit.membership
    status = submit(form, lambda: withdraw_delegation(found, by=by))
    if status is not HTTPStatus.OK:
        refused = Refused({"take_back_form": form}, status)
        return person_page(request, found.membership_id, refused)
    name = found.membership.user.name
    messages.success(request, f"{name} answers in their own place from now on.")
    return to_person(request, found.membership_id)
