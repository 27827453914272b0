"""The agents: who answers for each, what it may do, and stopping it."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agents.selectors import agent_by_id
from governance.models import HaltScope
from governance.portal.asking import ReasonForm
from governance.portal.fleet.checklist import checklist
from governance.portal.fleet.wording import agent_lead, agent_sentence, fleet_sentence
from governance.portal.halts.pages import AT_ONCE, MAY_LIFT
from governance.portal.limits.wording import shown
from governance.selectors.first_call import first_call
from governance.selectors.fleet import fleet, portrait
from governance.selectors.halting import client_halt
from governance.selectors.limits import limits_now
from governance.selectors.powers import powers_of
from governance.services.halts import may_halt
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.signing import SignForm

_MAY_HALT = (Role.ADMIN, Role.OPERATOR)
_MAY_SET_UP = (Role.ADMIN,)


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


def agent_page(
    request: PortalRequest,
    agent_id: UUID,
    *,
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
        "may_halt": may_halt(me, HaltScope.AGENT, agent_id),
        "may_lift": me.role in MAY_LIFT,
        "halt_form": ReasonForm(initial=AT_ONCE),
        "lift_form": ReasonForm(),
        "problems": signing.non_field_errors() if signing else [],
    }
    return render(request, "governance/agent.html", context, status=status)
