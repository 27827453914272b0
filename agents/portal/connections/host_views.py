"""The list of hosts that the client's runners may reach."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from agents.models import AllowedHost
from agents.portal.connections.forms import HostForm, RemoveHostForm
from agents.portal.connections.pages import (
    MAY_CHANGE,
    may_change,
    show_connections,
    to_connections,
)
from agents.portal.connections.wording import stopped_by_removal
from agents.selectors.connections import allowed_host_by_id, allowed_hosts, runners
from agents.services.hosts import allow_host, remove_host
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_POST
@client_page(roles=MAY_CHANGE)
def allow(request: PortalRequest) -> HttpResponse:
    """Let runners reach a host."""
    form = HostForm(request.POST)
    made: list[AllowedHost] = []

    def act() -> None:
        given, by = form.cleaned_data, request.visit.membership
        made.append(allow_host(given["host"], by=by, reason=given["reason"]))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return show_connections(request, form=form, status=status)
    messages.success(request, f"Connections may reach {made[0].name} from now on.")
    return to_connections(request)


@require_safe
@client_page()
def host(request: PortalRequest, host_id: UUID) -> HttpResponse:
    """Why may runners reach this host, and what stops without it?"""
    return _show(request, allowed_host_by_id(host_id))


@require_POST
@client_page(roles=MAY_CHANGE)
def remove(request: PortalRequest, host_id: UUID) -> HttpResponse:
    """Let nothing be sent to a host any more."""
    allowed, form = allowed_host_by_id(host_id), RemoveHostForm(request.POST)

    def act() -> None:
        by = request.visit.membership
        remove_host(allowed, by=by, reason=form.cleaned_data["reason"])

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _show(request, allowed, form=form, status=status)
    messages.success(request, f"Nothing is sent to {allowed.name} any more.")
    return to_connections(request)


def _show(
    request: PortalRequest,
    allowed: AllowedHost,
    *,
    form: RemoveHostForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "connections",
        "allowed": allowed,
        "stopped": stopped_by_removal(allowed, runners(), allowed_hosts()),
        "form": form or RemoveHostForm(),
        "may_change": may_change(request),
    }
    return render(request, "agents/host.html", context, status=status)
