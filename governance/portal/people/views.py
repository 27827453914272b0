"""People and invitations: reading for everybody, changing for admins."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from governance.portal.asking import DemandForm, ReasonForm
from governance.portal.people.forms import InviteForm, RoleForm
from governance.portal.people.pages import (
    Refused,
    people_page,
    person_page,
    to_person,
)
from governance.portal.people.wording import deserted
from governance.selectors.people import roster
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import invitation_by_id, member_by_id
from tenants.services import (
    change_role,
    demand_second_factor,
    invite,
    renew_invitation,
    restore_person,
    suspend_person,
    withdraw_invitation,
)

ADMINS = (Role.ADMIN,)


@client_page()
@require_safe
def people(request: PortalRequest) -> HttpResponse:
    """Who works here, as what, and who is on the way?"""
    return people_page(request)


@client_page()
@require_safe
def person(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """What may this person do here, and what do they answer for?"""
    return person_page(request, membership_id)


@client_page(roles=ADMINS)
@require_POST
def invite_person(request: PortalRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST)
    status = submit(form, lambda: _invite(request, form))
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"invite_form": form}, status))
    given = form.cleaned_data
    told = f"{given['name']} is invited: the mail to {given['email']} is on its way."
    messages.success(request, told)
    return _to_people(request)


@client_page(roles=ADMINS)
@require_POST
def demand(request: PortalRequest) -> HttpResponse:
    """Say whether who may decide here shows a second factor."""
    form, by = DemandForm(request.POST), request.visit.membership
    status = submit(
        form, lambda: demand_second_factor(demanded=form.is_demanded, by=by)
    )
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"demand_form": form}, status))
    messages.success(request, "Saved. It counts from the next click on.")
    return _to_people(request)


@client_page(roles=ADMINS)
@require_POST
def send_again(request: PortalRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation's mail again."""
    found = invitation_by_id(invitation_id)
    form = Form(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: renew_invitation(found, by=by))
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"again_form": form}, status))
    told = f"The invitation of {found.name} is sent again, and valid for seven days."
    messages.success(request, told)
    return _to_people(request)


@client_page(roles=ADMINS)
@require_POST
def withdraw(request: PortalRequest, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    found = invitation_by_id(invitation_id)
    form = Form(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: withdraw_invitation(found, by=by))
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"withdraw_form": form}, status))
    messages.success(request, f"The invitation of {found.name} opens nothing any more.")
    return _to_people(request)


@client_page(roles=ADMINS)
@require_POST
def role(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Give a person another role."""
    found = member_by_id(membership_id)
    form, by = RoleForm(request.POST), request.visit.membership
    status = submit(
        form,
        lambda: change_role(found, role=Role(form.cleaned_data["role"]), by=by),
    )
    if status is not HTTPStatus.OK:
        refused = Refused({"role_form": form}, status)
        return person_page(request, membership_id, refused)
    label = Role(form.cleaned_data["role"]).label.lower()
    told = f"{found.user.name} is {label} from the next click on."
    messages.success(request, told)
    return to_person(request, membership_id)


@client_page(roles=ADMINS)
@require_POST
def suspend(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Take away all that a person may do here."""
    found = member_by_id(membership_id)
    form, by = ReasonForm(request.POST), request.visit.membership
    status = submit(
        form,
        lambda: suspend_person(found, by=by, reason=form.cleaned_data["reason"]),
    )
    if status is not HTTPStatus.OK:
        refused = Refused({"reason_form": form}, status)
        return person_page(request, membership_id, refused)
    messages.success(request, f"{found.user.name} can do nothing here from now on.")
    for told in deserted(roster().person(membership_id).groups):
        messages.warning(request, told)
    return to_person(request, membership_id)


@client_page(roles=ADMINS)
@require_POST
def restore(request: PortalRequest, membership_id: UUID) -> HttpResponse:
    """Give a suspended person back what they had."""
    found = member_by_id(membership_id)
    form, by = ReasonForm(request.POST), request.visit.membership
    status = submit(
        form,
        lambda: restore_person(found, by=by, reason=form.cleaned_data["reason"]),
    )
    if status is not HTTPStatus.OK:
        refused = Refused({"reason_form": form}, status)
        return person_page(request, membership_id, refused)
    messages.success(request, f"{found.user.name} works here again.")
    return to_person(request, membership_id)


def _invite(request: PortalRequest, form: InviteForm) -> None:
    given = form.cleaned_data
    invite(
        name=given["name"],
        email=given["email"],
        role=Role(given["role"]),
        by=request.visit.membership,
    )


def _to_people(request: PortalRequest) -> HttpResponse:
    return redirect("portal:people", client=request.visit.client.slug)
