"""Trying a connection out. Its page is below, where nothing may be sent from."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agents.selectors.connections import runner_by_id
from governance.services.execution import try_out
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


class TrialForm(forms.Form):
    """Pressed on purpose, and not by an empty request."""

    sure = forms.CharField(widget=forms.HiddenInput)


@require_POST
@client_page(roles=(Role.ADMIN,))
def trial(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Send a test message, and say what came back."""
    runner, form = runner_by_id(runner_id), TrialForm(request.POST)

    def act() -> None:
        seen = try_out(runner)
        say = messages.success if seen.taken else messages.warning
        say(request, f"The test message: {seen.summary}")

    if submit(form, act) is not HTTPStatus.OK:
        refused = [str(one) for one in form.non_field_errors()]
        messages.error(request, " ".join(refused) or "Nothing was sent.")
    slug = request.visit.client.slug
    return redirect("portal:connection", client=slug, runner_id=runner.id)
