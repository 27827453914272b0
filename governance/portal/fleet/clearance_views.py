"""Clearing an agent for the current version of a workflow, and taking that back."""

from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Agent
from agents.selectors import agent_by_id, owner_of_record
from governance.portal.asking import ReasonForm
from governance.portal.fleet.forms import ClearanceForm, usual_end
from governance.portal.fleet.wording import (
    clearance_state,
    clearances_sentence,
    waits_for_lead,
)
from governance.selectors.clearances import (
    clearance_by_id,
    clearances_of,
    current_versions,
)
from governance.selectors.standing import live_clearances
from governance.services import clearances as clearing
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_MAY = (Role.ADMIN,)


@client_page()
@require_safe
def clearances(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Show what an agent is cleared for; with a workflow and a day, what to sign."""
    agent = agent_by_id(agent_id)
    workflow, until = request.GET.get("workflow"), request.GET.get("until")
    if until is None:
        return _page(request, agent, form=_empty(workflow))
    data = {"workflow": workflow, "until": until}
    return _page(request, agent, form=ClearanceForm(data, versions=current_versions()))


@client_page()
@require_POST
def sign(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Sign the statement that was shown, and so clear the agent."""
    agent = agent_by_id(agent_id)
    form = ClearanceForm(request.POST, versions=current_versions())
    status = submit(form, lambda: _sign(request, agent, form))
    if status is not HTTPStatus.OK:
        return _page(request, agent, form=form, status=status)
    messages.success(request, f"You cleared {agent.name}.")
    return _back(request, agent_id)


@client_page(roles=_MAY)
@require_POST
def revoke(request: PortalRequest, clearance_id: UUID) -> HttpResponse:
    """Revoke a clearance: the agent is refused at its next gate."""
    clearance, by = clearance_by_id(clearance_id), request.visit.membership
    form = ReasonForm(request.POST, auto_id=_id_of(clearance_id))
    status = submit(
        form,
        lambda: clearing.revoke(clearance, by=by, reason=form.cleaned_data["reason"]),
    )
    if status is not HTTPStatus.OK:
        agent = clearance.agent
        return _page(request, agent, revoking=(clearance_id, form), status=status)
    messages.success(request, f"You revoked a clearance of {clearance.agent.name}.")
    return _back(request, clearance.agent_id)


def _sign(request: PortalRequest, agent: Agent, form: ClearanceForm) -> None:
    clearing.clear(
        agent=agent,
        version=form.version,
        signed_by=request.visit.membership,
        expires_at=form.ends,
        shown=form.cleaned_data["shown"] or None,
    )


def _page(
    request: PortalRequest,
    agent: Agent,
    *,
    form: ClearanceForm | None = None,
    revoking: tuple[UUID, ReasonForm] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    live, now = live_clearances(agent), database_now()
    mine = owner_of_record(agent.id)
    every = clearances_of(agent)
    refused_id, refused = revoking or (None, None)
    lines = [
        {
            "clearance": one,
            "state": clearance_state(one, live=one in live, now=now),
            "open": not one.revoked_at and not one.fell_at and one.expires_at > now,
            "form": refused
            if one.id == refused_id
            else ReasonForm(auto_id=_id_of(one.id)),
        }
        for one in every
    ]
    context = {
        "section": "agents",
        "agent": agent,
        "sentence": clearances_sentence(
            agent, live, [one for one in every if waits_for_lead(one)]
        ),
        "lines": lines,
        "owner": mine,
        "may_sign": mine is not None
        and mine.membership_id == request.visit.membership.id,
        "may": request.visit.membership.role in _MAY,
        "problems": [*_problems(form), *_problems(refused)],
        **_to_sign(agent, form),
    }
    return render(request, "governance/agent_clearances.html", context, status=status)


def _to_sign(agent: Agent, form: ClearanceForm | None) -> dict[str, object]:
    """Return the form, and the statement once workflow and day are chosen."""
    if form is None:
        return {"form": _empty()}
    if not form.is_bound or not form.is_valid():
        return {"form": form}
    statement = clearing.statement_of(agent, form.version, form.ends)
    return {"form": form, "statement": statement, "version": form.version}


def _empty(workflow: str | None = None) -> ClearanceForm:
    told = {"until": usual_end(database_now()), "workflow": workflow}
    return ClearanceForm(initial=told, versions=current_versions())


def _problems(form: Form | None) -> Iterator[object]:
    if form is not None and form.is_bound:
        yield from form.non_field_errors()


def _id_of(clearance_id: UUID) -> str:
    # Two forms on one page need ids of their own.
    return f"id_{clearance_id}_%s"


def _back(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect("portal:clearances", client=slug, agent_id=agent_id)
