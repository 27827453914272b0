"""An agent's keys: issuing one, shown this once; letting it end; revoking it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.models import Agent
from agents.selectors import agent_by_id, key_by_id, keys_of, live_keys
from agents.services import end_key, issue_key, revoke_key
from governance.portal.asking import ReasonForm
from governance.portal.fleet.connecting import snippets_of
from governance.portal.fleet.forms import EndForm, KeyForm
from governance.portal.fleet.wording import keys_sentence
from governance.selectors.first_call import first_call
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_MAY = (Role.ADMIN,)


@client_page()
@require_safe
def keys(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Show an agent's keys, which are never shown themselves."""
    return _page(request, agent_by_id(agent_id))


@client_page(roles=_MAY)
@require_POST
def issue(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    """Issue a key and answer with its text, this once.

    No redirect follows: the text is kept nowhere, so no other page could show it.
    """
    agent = agent_by_id(agent_id)
    form = KeyForm(request.POST)
    issued: list[str] = []
    status = submit(form, lambda: issued.append(_issue(agent, form)))
    if status is not HTTPStatus.OK:
        return _page(request, agent, form=form, refused=form, status=status)
    context = {
        "section": "agents",
        "agent": agent,
        "key": issued[0],
        "connecting": snippets_of(agent, key=issued[0]),
        "first": first_call(agent),
        "live": live_keys(agent),
    }
    return render(request, "governance/agent_key_issued.html", context)


@client_page(roles=_MAY)
@require_POST
def end(request: PortalRequest, key_id: UUID) -> HttpResponse:
    """Let a key end, now or soon: another one has taken its place."""
    key = key_by_id(key_id)
    form = EndForm(request.POST)
    status = submit(form, lambda: end_key(key, within=form.within))
    if status is not HTTPStatus.OK:
        return _page(request, key.agent, refused=form, status=status)
    messages.success(request, f"The key {key.prefix} has an end now.")
    return _back(request, key.agent_id)


@client_page(roles=_MAY)
@require_POST
def revoke(request: PortalRequest, key_id: UUID) -> HttpResponse:
    """Revoke a key: the next request with it is refused."""
    key, by = key_by_id(key_id), request.visit.membership
    form = ReasonForm(request.POST, auto_id=_id_of(key.prefix))
    status = submit(
        form, lambda: revoke_key(key, by=by, reason=form.cleaned_data["reason"])
    )
    if status is not HTTPStatus.OK:
        return _page(request, key.agent, refused=form, revoking=key.id, status=status)
    messages.success(request, f"You revoked the key {key.prefix}.")
    return _back(request, key.agent_id)


def _issue(agent: Agent, form: KeyForm) -> str:
    told = form.cleaned_data
    return issue_key(
        agent=agent, name=told["name"], expires_at=form.ends, after=told["issued"]
    )


def _page(
    request: PortalRequest,
    agent: Agent,
    *,
    form: KeyForm | None = None,
    refused: Form | None = None,
    revoking: UUID | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    every, now = keys_of(agent), database_now()
    live = {key.id for key in live_keys(agent)}
    revoke_form = refused if isinstance(refused, ReasonForm) else None
    lines = [
        {
            "key": key,
            "live": key.id in live,
            "form": revoke_form
            if revoking == key.id
            else ReasonForm(auto_id=_id_of(key.prefix)),
        }
        for key in every
    ]
    context = {
        "section": "agents",
        "agent": agent,
        "sentence": keys_sentence(agent, len(live)),
        "lines": lines,
        "live": len(live),
        "now": now,
        "form": form or KeyForm(initial={"issued": len(every)}),
        "end_form": EndForm(),
        "may": request.visit.membership.role in _MAY,
        "problems": refused.non_field_errors() if refused else [],
        "connecting": snippets_of(agent),
    }
    return render(request, "governance/agent_keys.html", context, status=status)


def _id_of(prefix: str) -> str:
    # Two forms on one page need ids of their own.
    return f"id_{prefix}_%s"


def _back(request: PortalRequest, agent_id: UUID) -> HttpResponse:
    return redirect("portal:keys", client=request.visit.client.slug, agent_id=agent_id)
