"""Letting the secrets of a webhook take over from one another."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from agents.portal.connections.forms import ConfirmForm, RotateForm
from agents.portal.connections.pages import (
    MAY_CHANGE,
    show_connection,
    to_connection,
)
from agents.selectors.connections import runner_by_id
from agents.services.signing import end_older_secret, rotate_secret
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_POST
@client_page(roles=MAY_CHANGE)
def rotate(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Sign with another secret; one that was made for it is shown this once."""
    runner, form = runner_by_id(runner_id), RotateForm(request.POST)

    def act() -> None:
        secret = form.cleaned_data["secret"]
        rotate_secret(runner, secret, overlap=form.overlap_time)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return show_connection(request, runner, form=form, status=status)
    messages.success(request, f"{runner.name} signs with the new secret from now on.")
    if form.is_generated:
        return show_connection(request, runner, secret=form.cleaned_data["secret"])
    return to_connection(request, runner)


@require_POST
@client_page(roles=MAY_CHANGE)
def end_older(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Let the older of two secrets end now."""
    runner, form = runner_by_id(runner_id), ConfirmForm(request.POST)
    status = submit(form, lambda: end_older_secret(runner))
    if status is not HTTPStatus.OK:
        return show_connection(request, runner, form=form, status=status)
    messages.success(request, f"{runner.name} signs with the newer secret alone.")
    return to_connection(request, runner)
