"""Settling for all processes how long a review may wait and the trace is kept."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from governance.portal.readiness.forms import PolicyForm
from governance.portal.readiness.review_views import MAY, reviews_page
from governance.services.reviewing import settle_policy
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY)
@require_POST
def settle(request: PortalRequest) -> HttpResponse:
    """Settle it, for all processes of the client."""
    form = PolicyForm(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: settle_policy(**form.settled(), by=by))
    if status is not HTTPStatus.OK:
        return reviews_page(request, settling=form, status=status)
    messages.success(request, "Settled, for every process.")
    return redirect("portal:reviews", client=request.visit.client.slug)
