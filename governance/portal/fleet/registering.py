"""Registering an agent, and saying what it is called and for."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Agent, OwnerRole
from agents.selectors import agent_by_id
from agents.services import describe_agent, name_owner, register_agent
from governance.portal.fleet.forms import AgentForm, RegisterForm
from tenants.models import Membership, Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import active_people

_MAY = (Role.ADMIN,)
_PLACES = {"owner": OwnerRole.OWNER, "deputy": OwnerRole.DEPUTY}


@client_page(roles=_MAY)
@require_safe
def new(request: PortalRequest) -> HttpResponse:
    """Ask what a new agent is called and who is to answer for it."""
    return _new_page(request, RegisterForm(people=active_people()))


@client_page(roles=_MAY)
@require_POST
def register(request: PortalRequest) -> HttpResponse:
    """Register an agent and name who is to answer for it."""
    people = active_people()
    form = RegisterForm(request.POST, people=people)
    made: list[Agent] = []
    status = submit(form, lambda: made.append(_register(form, people)))
    if status is not HTTPStatus.OK:
        return _new_page(request, form, status)
    agent = made[0]
    messages.success(request, f"You registered {agent.name}. It may not act yet.")
    return redirect("portal:agent", client=request.visit.client.slug, agent_id=agent.id)


@client_page(roles=_MAY)
@require_safe
def edit(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Ask what an agent is to be called and what it is for."""
    agent = agent_by_id(agent_id)
    told = {"name": agent.name, "purpose": agent.purpose}
    return _edit_page(request, agent, AgentForm(initial=told))


@client_page(roles=_MAY)
@require_POST
def describe(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Call an agent something else, or say anew what it is for."""
    agent = agent_by_id(agent_id)
    form = AgentForm(request.POST)
    status = submit(form, lambda: describe_agent(agent, **form.cleaned_data))
    if status is not HTTPStatus.OK:
        return _edit_page(request, agent, form, status)
    messages.success(request, "What it is called and for has been saved.")
    return redirect("portal:agent", client=request.visit.client.slug, agent_id=agent_id)


def _register(form: RegisterForm, people: list[Membership]) -> Agent:
    told = form.cleaned_data
    agent = register_agent(name=told["name"], purpose=told["purpose"])
    by_id = {one.id: one for one in people}
    for place, role in _PLACES.items():
        if told[place] is not None:
            name_owner(agent=agent, membership=by_id[told[place]], role=role)
    return agent


def _new_page(
    request: PortalRequest, form: RegisterForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"section": "agents", "form": form}
    return render(request, "governance/agent_new.html", context, status=status)


def _edit_page(
    request: PortalRequest,
    agent: Agent,
    form: AgentForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"section": "agents", "agent": agent, "form": form}
    return render(request, "governance/agent_edit.html", context, status=status)
