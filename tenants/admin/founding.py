"""A client is created, and its first admin invited, by a governance lead."""

from http import HTTPStatus
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from tenants.admin.acts import ReasonForm
from tenants.admin.reading import doer
from tenants.portal.submitting import submit
from tenants.services import found_client
from tenants.services.support import open_access


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone]


class FoundingForm(ReasonForm):
    """What a new client needs. What is acceptable, the service says."""

    name = forms.CharField(label="Name", widget=UnfoldAdminTextInputWidget)
    slug = forms.CharField(
        label="Short name",
        help_text="Stands in its address, /c/short-name/, and never changes.",
        widget=UnfoldAdminTextInputWidget,
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=_zones,
        initial="Europe/Berlin",
        help_text="Its days, weeks and months begin there: limits count by them.",
        widget=UnfoldAdminSelectWidget,
    )
    admin_name = forms.CharField(
        label="Name of the first admin", widget=UnfoldAdminTextInputWidget
    )
    admin_email = forms.CharField(
        label="E-mail of the first admin",
        help_text="Gets a link that is valid for seven days.",
        widget=UnfoldAdminEmailInputWidget,
    )
    field_order = (
        "name",
        "slug",
        "time_zone",
        "admin_name",
        "admin_email",
        "reason",
    )


def founding_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the form of a new client; or create it and go to its page."""
    lead = doer(request)
    if request.method != "POST":
        return _page(request, site, FoundingForm(), HTTPStatus.OK)
    form = FoundingForm(request.POST)
    made: list[Any] = []

    def act() -> None:
        given = form.cleaned_data
        made.extend(found_client(lead=lead, **given))
        # For the pages that follow, of the same reason.
        open_access(client_id=made[0].pk, lead=lead, reason=given["reason"], hours=1)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, site, form, status)
    client, invitation = made
    told = f"You created {client}. The invitation of {invitation} is on its way."
    messages.success(request, told)
    return redirect("admin:tenants_client_change", client.pk)


def _page(
    request: HttpRequest, site: AdminSite, form: FoundingForm, status: HTTPStatus
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": "Create a client",
        "back": reverse("admin:tenants_client_changelist"),
        "form": form,
    }
    return TemplateResponse(request, "admin/found.html", context, status=status)
