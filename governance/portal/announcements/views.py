"""What a client's own systems are told over a connection, and whether it arrived."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Runner, RunnerKind
from agents.portal.connections.pages import MAY_CHANGE, may_change
from agents.selectors.connections import runner_by_id
from governance.portal.announcements.forms import NewsForm
from governance.portal.announcements.wording import told_sentence
from governance.selectors.announcements import (
    announcement_by_id,
    announcements_of,
    last_subscription,
)
from governance.services.subscribing import send_again, subscribe
from tenants.errors import NotFound
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def page(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Of what is this connection told, and did it arrive?"""
    return _page(request, _webhook(runner_id))


@client_page(roles=MAY_CHANGE)
@require_POST
def choose(request: PortalRequest, runner_id: UUID) -> HttpResponse:
    """Have a connection be told of what was chosen, from now on."""
    runner, form = _webhook(runner_id), NewsForm(request.POST)
    by = request.visit.membership
    status = submit(form, lambda: subscribe(runner, news=form.chosen, by=by))
    if status is not HTTPStatus.OK:
        return _page(request, runner, form, status)
    messages.success(request, "Saved. It counts from now on.")
    return _to_page(request, runner)


@client_page(roles=MAY_CHANGE)
@require_POST
def again(request: PortalRequest, announcement_id: UUID) -> HttpResponse:
    """Send a message again that was given up."""
    found, by = announcement_by_id(announcement_id), request.visit.membership
    runner, form = found.subscription.runner, forms.Form(request.POST)
    status = submit(form, lambda: send_again(found, by=by))
    if status is not HTTPStatus.OK:
        return _page(request, runner, form, status)
    messages.success(request, "It is sent again, by the same id.")
    return _to_page(request, runner)


def _webhook(runner_id: UUID) -> Runner:
    runner = runner_by_id(runner_id)
    if runner.kind != RunnerKind.WEBHOOK:
        raise NotFound("Only a webhook can be told of something.")
    return runner


def _to_page(request: PortalRequest, runner: Runner) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect("portal:connection-told", client=slug, runner_id=runner.id)


def _page(
    request: PortalRequest,
    runner: Runner,
    form: forms.Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    last = last_subscription(runner)
    live = last if last is not None and last.ended_at is None else None
    chosen = live.news if live else []
    context = {
        "section": "connections",
        "runner": runner,
        "sentence": told_sentence(runner, live),
        "last": last,
        "live": live,
        "lines": announcements_of(runner),
        "form": form if isinstance(form, NewsForm) else NewsForm({"news": chosen}),
        "problems": form.non_field_errors() if form else [],
        "may_change": may_change(request) and runner.retired_at is None,
    }
    return render(request, "governance/told.html", context, status=status)
