"""Stopping all agents of the client at once, and letting them act again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.selectors import count_agents
from governance.models import HaltScope
from governance.portal.fleet.forms import ReasonForm
from governance.portal.fleet.wording import client_halt_sentence
from governance.selectors.halting import client_halt as whole
from governance.selectors.halting import reach_of
from governance.services.halts import lift_halt, set_halt
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_MAY_HALT = (Role.ADMIN, Role.OPERATOR)
_MAY_LIFT = (Role.ADMIN,)


@client_page()
@require_safe
def client_halt(request: PortalRequest) -> HttpResponse:
    """Say what a halt of the whole client stops, before anybody presses the button."""
    return _page(request)


@client_page(roles=_MAY_HALT)
@require_POST
def halt_client(request: PortalRequest) -> HttpResponse:
    """Stop everything at its next gate."""
    client = request.visit.client
    form = ReasonForm(request.POST)
    status = submit(form, lambda: _halt(request, form.cleaned_data["reason"]))
    if status is not HTTPStatus.OK:
        return _page(request, form=form, status=status)
    told = f"You halted {client.name}. Nothing passes the gate from now on."
    messages.success(request, told)
    return redirect("portal:client-halt", client=client.slug)


@client_page(roles=_MAY_LIFT)
@require_POST
def lift_client(request: PortalRequest) -> HttpResponse:
    """Let the client's agents act again."""
    client = request.visit.client
    form = ReasonForm(request.POST)
    status = submit(
        form,
        lambda: lift_halt(
            scope=HaltScope.CLIENT,
            target_id=client.id,
            by=request.visit.membership,
            reason=form.cleaned_data["reason"],
        ),
    )
    if status is not HTTPStatus.OK:
        return _page(request, form=form, status=status)
    messages.success(request, f"You lifted the halt of {client.name}.")
    return redirect("portal:agents", client=client.slug)


def _halt(request: PortalRequest, reason: str) -> None:
    client = request.visit.client
    set_halt(
        scope=HaltScope.CLIENT,
        target_id=client.id,
        label=client.name,
        by=request.visit.membership,
        reason=reason,
    )


def _page(
    request: PortalRequest,
    *,
    form: ReasonForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    role, halt = request.visit.membership.role, whole()
    context = {
        "section": "agents",
        "sentence": client_halt_sentence(request.visit.client, halt),
        "halt": halt,
        "agents": count_agents(),
        "reach": reach_of(HaltScope.CLIENT, request.visit.client.id),
        "now": database_now(),
        "may_halt": role in _MAY_HALT,
        "may_lift": role in _MAY_LIFT,
        "form": form or ReasonForm(),
        "problems": form.non_field_errors() if form else [],
    }
    return render(request, "governance/client_halt.html", context, status=status)
