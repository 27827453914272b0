"""Groups: who answers the same checkpoints."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from governance.portal.people.forms import GroupForm, MemberForm
from governance.portal.people.pages import Refused, group_page, people_page
from governance.portal.people.views import ADMINS
from governance.portal.people.wording import deserted
from governance.selectors.people import roster
from governance.services.groups import rename_group
from tenants.models import Group, Membership
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import group_by_id, member_by_id
from tenants.services import create_group, join_group, leave_group


@client_page()
@require_safe
def group(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Who answers for this group, and what is it asked?"""
    return group_page(request, group_id)


@client_page(roles=ADMINS)
@require_POST
def create(request: PortalRequest) -> HttpResponse:
    """Create a group, with nobody in it yet."""
    form = GroupForm(request.POST)
    made: list[Group] = []
    status = submit(
        form, lambda: made.append(create_group(name=form.cleaned_data["name"]))
    )
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"group_form": form}, status))
    messages.success(request, f"{made[0].name} is there. Now say who is in it.")
    return _to_group(request, made[0].id)


@client_page(roles=ADMINS)
@require_POST
def rename(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Give a group another name."""
    found = group_by_id(group_id)
    form = GroupForm(request.POST)
    status = submit(form, lambda: rename_group(found, name=form.cleaned_data["name"]))
    if status is not HTTPStatus.OK:
        return group_page(request, group_id, Refused({"group_form": form}, status))
    messages.success(request, f"{found.name} has its new name.")
    return _to_group(request, group_id)


@client_page(roles=ADMINS)
@require_POST
def add(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Make a person a member."""
    return _change(request, group_id, join_group, "{person} is in {group} now.")


@client_page(roles=ADMINS)
@require_POST
def remove(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Take a person out."""
    return _change(request, group_id, leave_group, "{person} is no longer in {group}.")


def _change(
    request: PortalRequest, group_id: UUID, act: Callable[..., None], told: str
) -> HttpResponse:
    found = group_by_id(group_id)
    form = MemberForm(request.POST, people=[])
    who: list[Membership] = []

    def change() -> None:
        who.append(member_by_id(form.cleaned_data["person"]))
        act(membership=who[0], group=found)

    status = submit(form, change)
    if status is not HTTPStatus.OK:
        return group_page(request, group_id, Refused({"change_form": form}, status))
    name = who[0].user.name
    messages.success(request, told.format(person=name, group=found.name))
    for warning in deserted([roster().group(group_id)]):
        messages.warning(request, warning)
    if request.POST.get("back") == "person":
        slug = request.visit.client.slug
        return redirect("portal:person", client=slug, membership_id=who[0].id)
    return _to_group(request, group_id)


def _to_group(request: PortalRequest, group_id: UUID) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect("portal:group", client=slug, group_id=group_id)
