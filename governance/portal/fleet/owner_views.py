"""Naming who is to answer for an agent; accepting it; taking a naming back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Agent, OwnerRole
from agents.selectors import (
    accountable,
    agent_by_id,
    line_of,
    owner_of_record,
    ownership_by_id,
    ownerships,
)
from agents.services import accept_ownership, name_owner, withdraw_naming
from governance.portal.fleet.forms import LastDayForm, MomentForm, NamingForm
from governance.portal.fleet.views import agent_page
from governance.portal.fleet.wording import owners_sentence
from tenants.clock import database_now
from tenants.models import Membership, Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.signing import SignForm
from tenants.portal.submitting import submit
from tenants.selectors import active_people

_MAY = (Role.ADMIN,)


@client_page()
@require_safe
def owners(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Show who answers for an agent, and who was named."""
    return owners_page(request, agent_by_id(agent_id))


@client_page(roles=_MAY)
@require_POST
def name(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Name somebody who is to answer for an agent."""
    agent, people = agent_by_id(agent_id), active_people()
    form = NamingForm(request.POST, people=people)
    status = submit(form, lambda: _name(agent, form, people))
    if status is not HTTPStatus.OK:
        return owners_page(request, agent, form=form, status=status)
    messages.success(request, "Named, and asked on the first page to accept.")
    return _back(request, agent_id)


@client_page()
@require_POST
def accept(request: PortalRequest, ownership_id: UUID) -> HttpResponse:
    """Accept to answer for an agent, as the person named."""
    named = ownership_by_id(ownership_id)
    form = SignForm(request.POST, request=request)
    status = submit(form, lambda: accept_ownership(named))
    if status is not HTTPStatus.OK:
        return agent_page(request, named.agent_id, signing=form, status=status)
    messages.success(request, f"You answer for {named.agent.name} from now on.")
    slug = request.visit.client.slug
    return redirect("portal:agent", client=slug, agent_id=named.agent_id)


@client_page(roles=_MAY)
@require_POST
def withdraw(request: PortalRequest, ownership_id: UUID) -> HttpResponse:
    """Take back that somebody was named, before that person accepted."""
    named = ownership_by_id(ownership_id)
    form = Form(request.POST)
    status = submit(form, lambda: withdraw_naming(named))
    if status is not HTTPStatus.OK:
        return owners_page(request, named.agent, refused=form, status=status)
    person = named.membership.user.name
    messages.success(request, f"{person} is no longer asked.")
    return _back(request, named.agent_id)


def _name(agent: Agent, form: NamingForm, people: list[Membership]) -> None:
    told = form.cleaned_data
    person = next(one for one in people if one.id == told["person"])
    role = OwnerRole(told["role"])
    name_owner(agent=agent, membership=person, role=role, decides=told["decides"])


def owners_page(
    request: PortalRequest,
    agent: Agent,
    *,
    form: NamingForm | None = None,
    ending: LastDayForm | None = None,
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page; the forms are those that were refused."""
    owner, deputy = (owner_of_record(agent.id, role=role) for role in OwnerRole)
    shown = refused or ending or form
    asked = MomentForm(request.GET if "at" in request.GET else None)
    context = {
        "section": "agents",
        "agent": agent,
        "sentence": owners_sentence(agent, owner, deputy),
        "ownerships": ownerships(agent),
        "line": line_of(agent),
        "asked": asked,
        "then": accountable(agent.id, at=asked.moment) if asked.is_valid() else None,
        "ending": ending or LastDayForm(),
        "now": database_now(),
        "me": request.visit.membership.id,
        "form": form or NamingForm(people=active_people()),
        "may": request.visit.membership.role in _MAY,
        "problems": _problems(shown),
    }
    return render(request, "governance/agent_naming.html", context, status=status)


def _problems(form: Form | None) -> list[str]:
    if form is None or isinstance(form, NamingForm):
        return [] if form is None else [str(one) for one in form.non_field_errors()]
    return [str(one) for problems in form.errors.values() for one in problems]


def _back(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    return redirect(
        "portal:owners", client=request.visit.client.slug, agent_id=agent_id
    )
