"""The two pages of connections, also with a form that could not be done."""

from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from agents.models import Runner
from agents.portal.connections.forms import (
    ChangeForm,
    ConfirmForm,
    HostForm,
    RotateForm,
)
from agents.portal.connections.wording import (
    connection_lead,
    connection_sentence,
    connections_sentence,
    shown,
)
from agents.selectors.connections import allowed_hosts, live_secrets, runners
from agents.selectors.declared import current_action_types
from tenants.models import Role
from tenants.portal.pages import PortalRequest

MAY_CHANGE = (Role.ADMIN,)


def show_connections(
    request: PortalRequest,
    *,
    form: HostForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show all connections, and the hosts that they may reach."""
    current, hosts = current_action_types(), allowed_hosts()
    rows = [shown(one, current, hosts) for one in runners()]
    context = {
        "section": "connections",
        "sentence": connections_sentence(rows),
        "rows": rows,
        "hosts": hosts,
        "form": form or HostForm(),
        "may_change": may_change(request),
    }
    return render(request, "agents/connections.html", context, status=status)


def show_connection(
    request: PortalRequest,
    runner: Runner,
    *,
    form: forms.Form | None = None,
    secret: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show one connection; ``secret`` is one that is shown this once."""
    row = shown(runner, current_action_types(), allowed_hosts())
    kept = {"url": runner.url, "timeout": runner.timeout_seconds}
    context = {
        "section": "connections",
        "sentence": connection_sentence(row),
        "lead": connection_lead(row),
        "row": row,
        "runner": runner,
        "secrets": live_secrets(runner),
        "secret": secret,
        "change_form": ChangeForm(initial=kept),
        "rotate_form": RotateForm(),
        "confirm_form": ConfirmForm(),
        "problems": form.non_field_errors() if form else [],
        "may_change": may_change(request) and runner.retired_at is None,
    }
    if isinstance(form, ChangeForm):
        context["change_form"] = form
    if isinstance(form, RotateForm):
        context["rotate_form"] = form
    return render(request, "agents/connection.html", context, status=status)


def may_change(request: PortalRequest) -> bool:
    """Return whether who looks may change connections."""
    return request.visit.membership.role in MAY_CHANGE


def to_connection(request: PortalRequest, runner: Runner) -> HttpResponse:
    """Go back to a connection's page."""
    slug = request.visit.client.slug
    return redirect("portal:connection", client=slug, runner_id=runner.id)


def to_connections(request: PortalRequest) -> HttpResponse:
    """Go back to all connections."""
    return redirect("portal:connections", client=request.visit.client.slug)
