"""Governance leads who look into the client: shown among its people, ended here."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from governance.portal.people.pages import Refused, people_page
from governance.portal.people.views import ADMINS
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors.support import access_by_id
from tenants.services.support import end_access


@client_page(roles=ADMINS)
@require_POST
def end(request: PortalRequest, access_id: UUID) -> HttpResponse:
    """Let a governance lead look in no longer."""
    found, by = access_by_id(access_id), request.visit.membership
    form = Form(request.POST)
    status = submit(form, lambda: end_access(found, by=by))
    if status is not HTTPStatus.OK:
        return people_page(request, Refused({"support_form": form}, status))
    messages.success(request, f"{found.lead.name} looks in no longer.")
    return redirect("portal:people", client=request.visit.client.slug)
