"""The connections: what each does, connecting, moving and retiring one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Runner, RunnerKind
from agents.portal.connections.forms import ChangeForm, ConfirmForm, ConnectForm
from agents.portal.connections.pages import (
    MAY_CHANGE,
    show_connection,
    show_connections,
    to_connection,
)
from agents.selectors.connections import allowed_hosts, runner_by_id
from agents.services.connections import change_runner, connect_runner, retire_runner
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_safe
@client_page()
def connections(request: PortalRequest) -> HttpResponse:
    """Over what does the platform carry actions out, and what may that reach?"""
    return show_connections(request)


@require_safe
@client_page()
def connection(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """What does this connection do, and for which actions?"""
    return show_connection(request, runner_by_id(runner_id))


@require_safe
@client_page(roles=MAY_CHANGE)
def new(request: PortalRequest) -> HttpResponse:
    """Offer to connect something."""
    return _offer(request, ConnectForm())


@require_POST
@client_page(roles=MAY_CHANGE)
def connect(request: PortalRequest) -> HttpResponse:
    """Connect something; a secret that was made for it is shown this once."""
    form = ConnectForm(request.POST)
    made: list[Runner] = []
    status = submit(form, lambda: made.append(_connected(form)))
    if status is not HTTPStatus.OK:
        return _offer(request, form, status=status)
    messages.success(request, f"{made[0].name} is connected.")
    if form.shows_secret:
        return show_connection(request, made[0], secret=form.cleaned_data["secret"])
    return to_connection(request, made[0])


@require_POST
@client_page(roles=MAY_CHANGE)
def change(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Have a connection send to another address, or wait longer or shorter."""
    runner, form = runner_by_id(runner_id), ChangeForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        change_runner(runner, url=given["url"], timeout=given["timeout"])

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return show_connection(request, runner, form=form, status=status)
    messages.success(request, f"{runner.name} is changed.")
    return to_connection(request, runner)


@require_POST
@client_page(roles=MAY_CHANGE)
def retire(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Let no new action type use a connection."""
    runner, form = runner_by_id(runner_id), ConfirmForm(request.POST)
    status = submit(form, lambda: retire_runner(runner))
    if status is not HTTPStatus.OK:
        return show_connection(request, runner, form=form, status=status)
    messages.success(request, f"{runner.name} is retired.")
    return to_connection(request, runner)


def _connected(form: ConnectForm) -> Runner:
    given = form.cleaned_data
    return connect_runner(
        name=given["name"],
        kind=RunnerKind(given["kind"]),
        url=given["url"],
        secret=given["secret"],
        timeout=given["timeout"],
    )


def _offer(
    request: PortalRequest, form: ConnectForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"section": "connections", "form": form, "hosts": allowed_hosts()}
    return render(request, "agents/connection_new.html", context, status=status)
