"""The agents: who answers for each, what it may do, and stopping it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Agent
from agents.selectors import agent_by_id
from governance.models import HaltScope
from governance.portal.fleet.checklist import checklist
from governance.portal.fleet.forms import ReasonForm
from governance.portal.fleet.wording import agent_lead, agent_sentence, fleet_sentence
from governance.portal.limits.wording import shown
from governance.selectors.first_call import first_call
from governance.selectors.fleet import fleet, portrait
from governance.selectors.halting import client_halt
from governance.selectors.limits import limits_now
from governance.selectors.powers import powers_of
from governance.services.halts import lift_halt, set_halt
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.signing import SignForm
from tenants.portal.submitting import submit

_MAY_HALT = (Role.ADMIN, Role.OPERATOR)
_MAY_LIFT = _MAY_SET_UP = (Role.ADMIN,)


@client_page()
@require_safe
def agents(request: PortalRequest) -> HttpResponse:
    """Who answers for each agent, and may it act?"""
    members = fleet()
    context = {
        "section": "agents",
        "sentence": fleet_sentence(members),
        "members": members,
        "client_halt": client_halt(),
        "may_halt": request.visit.membership.role in _MAY_HALT,
        "may_set_up": request.visit.membership.role in _MAY_SET_UP,
    }
    return render(request, "governance/agents.html", context)


@client_page()
@require_safe
def agent(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Who answers for this agent, what may it do, what has it done?"""
    return agent_page(request, agent_id)


@client_page()
@require_safe
def first(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Answer a page that waits for an agent's first call. Nothing new: 204."""
    found = first_call(agent_by_id(agent_id))
    if found is None or found.state == request.GET.get("seen"):
        return HttpResponse(status=204)
    context = {"first": found, "agent_id": agent_id}
    return render(request, "governance/agent_first.html", context)


@client_page(roles=_MAY_HALT)
@require_POST
def halt(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Stop an agent at its next gate."""
    stopped = agent_by_id(agent_id)
    form = ReasonForm(request.POST)
    status = submit(form, lambda: _halt(request, stopped, form.cleaned_data["reason"]))
    if status is not HTTPStatus.OK:
        return agent_page(request, agent_id, halt_form=form, status=status)
    told = f"You halted {stopped.name}. Nothing of it passes the gate from now on."
    messages.success(request, told)
    return _back(request, agent_id)


@client_page(roles=_MAY_LIFT)
@require_POST
def lift(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Let a halted agent act again."""
    stopped = agent_by_id(agent_id)
    form = ReasonForm(request.POST)
    status = submit(form, lambda: _lift(request, stopped, form.cleaned_data["reason"]))
    if status is not HTTPStatus.OK:
        return agent_page(request, agent_id, lift_form=form, status=status)
    told = f"You lifted the halt of {stopped.name}."
    messages.success(request, told)
    return _back(request, agent_id)


def _halt(request: PortalRequest, stopped: Agent, reason: str) -> None:
    set_halt(
        scope=HaltScope.AGENT,
        target_id=stopped.id,
        label=stopped.name,
        by=request.visit.membership,
        reason=reason,
    )


def _lift(request: PortalRequest, stopped: Agent, reason: str) -> None:
    lift_halt(
        scope=HaltScope.AGENT,
        target_id=stopped.id,
        by=request.visit.membership,
        reason=reason,
    )


def agent_page(
    request: PortalRequest,
    agent_id: UUID,
    *,
    halt_form: ReasonForm | None = None,
    lift_form: ReasonForm | None = None,
    signing: SignForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show an agent, with what was refused of what somebody wanted to do there."""
    page = portrait(agent_id)
    powers = powers_of(
        page.member.agent,
        boundary=page.boundary,
        workflows=[one.workflow_version.workflow.key for one in page.clearances],
        action_types=page.action_types,
    )
    refused = signing or halt_form or lift_form
    me = request.visit.membership
    context = {
        "section": "agents",
        "sentence": agent_sentence(page.member),
        "lead": agent_lead(page.member),
        "page": page,
        "member": page.member,
        "powers": powers,
        "limits": [
            shown(one) for one in limits_now(page.boundary, agent=page.member.agent)
        ],
        "checklist": checklist(page, powers, request.visit.client),
        "first": first_call(page.member.agent),
        "may_set_up": request.visit.membership.role in _MAY_SET_UP,
        "offered": page.offered_to(me),
        "signing": signing or SignForm(request=request),
        "now": database_now(),
        "may_halt": request.visit.membership.role in _MAY_HALT,
        "may_lift": request.visit.membership.role in _MAY_LIFT,
        "halt_form": halt_form or ReasonForm(),
        "lift_form": lift_form or ReasonForm(),
        "problems": refused.non_field_errors() if refused else [],
    }
    return render(request, "governance/agent.html", context, status=status)


def _back(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    return redirect("portal:agent", client=request.visit.client.slug, agent_id=agent_id)
