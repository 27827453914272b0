"""A governance lead says why, and for how long, before looking into a client."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from unfold.widgets import UnfoldAdminSelectWidget

from tenants.admin.acts import ReasonForm
from tenants.admin.reading import doer
from tenants.models import Client
from tenants.portal.submitting import submit
from tenants.scoping import lead_scope
from tenants.selectors import person
from tenants.services.support import open_access

_HOURS = [(1, "one hour"), (4, "four hours"), (8, "eight hours")]


class EnteringForm(ReasonForm):
    """Why, and for how long."""

    hours = forms.TypedChoiceField(
        label="For how long",
        choices=_HOURS,
        coerce=int,
        widget=UnfoldAdminSelectWidget,
    )


def to_entering(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Send a lead to where one says why one looks in, and from there back to here."""
    here = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('admin:enter', args=[client_id])}?{here}")


def entering_view(
    request: HttpRequest, client_id: UUID, site: AdminSite
) -> HttpResponse:
    """Show the form of a look into a client; or open it, and go on to the page."""
    lead = doer(request)
    with lead_scope(actor=person(lead)):
        client = Client.objects.filter(id=client_id).first()
    if client is None:
        raise Http404
    form, status = EnteringForm(), HTTPStatus.OK
    if request.method == "POST":
        form = EnteringForm(request.POST)
        status = submit(
            form,
            lambda: open_access(client_id=client_id, lead=lead, **form.cleaned_data),
        )
        if status is HTTPStatus.OK:
            return redirect(_onward(request, client_id))
    context = {
        **site.each_context(request),
        "title": f"Look into {client}",
        "client": client,
        "back": reverse("admin:index"),
        "form": form,
    }
    return TemplateResponse(request, "admin/enter.html", context, status=status)


def _onward(request: HttpRequest, client_id: UUID) -> str:
    """Return the page that was asked for, if it is one of the admin."""
    page = request.GET.get("next", "")
    inside = page.startswith(reverse("admin:index"))
    if inside and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return page
    return reverse("admin:tenants_client_change", args=[client_id])
