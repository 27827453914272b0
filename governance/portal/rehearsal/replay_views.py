"""Replaying the past: what would the drafted rules have changed?"""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import ReplayJob, ReplayState
from governance.portal.rehearsal.forms import ReplayForm
from governance.portal.rehearsal.wording import groups_of, replay_heading
from governance.selectors.rehearsing import agent_names
from governance.selectors.replay import replay_by_id, replay_jobs
from governance.services.replays import MOST_ACTIONS, ask_replay
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_MAY_ASK = (Role.ADMIN, Role.OPERATOR)


@client_page()
@require_safe
def replays(request: PortalRequest) -> HttpResponse:
    """List the newest replays, and offer another."""
    return _list(request, ReplayForm(), HTTPStatus.OK)


@client_page(roles=_MAY_ASK)
@require_POST
def ask(request: PortalRequest) -> HttpResponse:
    """Have the drafted rules tried on past actions, in the background."""
    form = ReplayForm(request.POST)
    made: list[ReplayJob] = []

    def act() -> None:
        by = request.visit.membership
        made.append(ask_replay(days=form.cleaned_data["days"], asked_by=by))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _list(request, form, status)
    slug = request.visit.client.slug
    return redirect("portal:replay", client=slug, replay_id=made[0].id)


@client_page()
@require_safe
def replay(request: PortalRequest, replay_id: UUID) -> HttpResponse:
    """Say how far a replay has come, or what would be different."""
    job = replay_by_id(replay_id)
    running = job.state in {ReplayState.WAITING, ReplayState.RUNNING}
    context = {
        "section": "boundaries",
        "job": job,
        "heading": replay_heading(job),
        "running": running,
        "groups": groups_of(job, agent_names()),
        "is_cut": job.total >= MOST_ACTIONS,
        "most": MOST_ACTIONS,
    }
    response = render(request, "governance/replay.html", context)
    if not running and "HX-Request" in request.headers:
        # What waits for the end is part of a page whose heading has changed too.
        response["HX-Refresh"] = "true"
    return response


def _list(request: PortalRequest, form: ReplayForm, status: HTTPStatus) -> HttpResponse:
    context = {
        "section": "boundaries",
        "jobs": [(job, replay_heading(job)) for job in replay_jobs()],
        "form": form,
        "may": request.visit.membership.role in _MAY_ASK,
    }
    return render(request, "governance/replays.html", context, status=status)
