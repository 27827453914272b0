"""When a client works, and which groups' time to answer counts only then."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.portal.asking import DemandForm
from governance.portal.people.hours_forms import HoursForm
from governance.portal.people.pages import Refused, group_page, may_change
from governance.portal.people.views import ADMINS
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import group_by_id, groups_by_name
from tenants.services.hours import count_working_hours, set_working_hours
from tenants.working_hours import read_hours, said_hours


@client_page()
@require_safe
def page(request: PortalRequest) -> HttpResponse:
    """When do people work here?"""
    hours = read_hours(request.visit.client.working_hours)
    return _page(request, HoursForm(hours=hours))


@client_page(roles=ADMINS)
@require_POST
def change(request: PortalRequest) -> HttpResponse:
    """Say when people work here."""
    form, by = HoursForm(request.POST), request.visit.membership
    status = submit(form, lambda: set_working_hours(form.hours, by=by))
    if status is not HTTPStatus.OK:
        return _page(request, form, status)
    messages.success(request, "Saved. It counts for what is asked from now on.")
    return redirect("portal:working-hours", client=request.visit.client.slug)


@client_page(roles=ADMINS)
@require_POST
def count(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Have a group's time count only in working hours, or around the clock."""
    group, by = group_by_id(group_id), request.visit.membership
    form = DemandForm(request.POST)
    status = submit(
        form, lambda: count_working_hours(group, only=form.is_demanded, by=by)
    )
    if status is not HTTPStatus.OK:
        return group_page(request, group_id, Refused({"hours_form": form}, status))
    messages.success(request, "Saved. It counts for what is asked from now on.")
    slug = request.visit.client.slug
    return redirect("portal:group", client=slug, group_id=group_id)


def _page(
    request: PortalRequest, form: HoursForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    client = request.visit.client
    hours = read_hours(client.working_hours)
    context = {
        "section": "people",
        "form": form,
        "problems": form.non_field_errors(),
        "hours": said_hours(hours),
        "holidays": sorted(hours.holidays.items()),
        "groups": [one for one in groups_by_name() if one.in_working_hours],
        "may_change": may_change(request),
    }
    return render(request, "governance/working_hours.html", context, status=status)
