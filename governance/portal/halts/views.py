"""What is halted, halting something else, and how a halt took effect."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.selectors import count_agents
from governance.models import Halt, HaltScope
from governance.portal.asking import ReasonForm
from governance.portal.halts.pages import AT_ONCE, halt_page, halts_page
from governance.portal.halts.wording import target_sentence
from governance.selectors.halt_pages import halt_by_id
from governance.selectors.halt_targets import HaltTarget, target_of
from governance.selectors.halting import active_halt, reach_of
from governance.services.halts import may_halt, set_halt
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def halts(request: PortalRequest) -> HttpResponse:
    """Show what is halted now, and what was."""
    return halts_page(request)


@client_page()
@require_safe
def new(request: PortalRequest, row_id: UUID) -> HttpResponse:
    """Say what a halt of this stops, before anybody presses the button."""
    target = target_of(row_id)
    halt = active_halt(target.scope, target.target_id)
    if halt is not None:
        return _to_halt(request, halt.id)
    return _new_page(request, target, row_id)


@client_page()
@require_POST
def stop(request: PortalRequest, row_id: UUID) -> HttpResponse:
    """Stop something at its next gate."""
    target, form = target_of(row_id), ReasonForm(request.POST)
    made: list[Halt] = []
    status = submit(form, lambda: made.append(_set(request, target, form)))
    if status is not HTTPStatus.OK:
        return _new_page(request, target, row_id, form=form, status=status)
    told = f"You halted {target.label}. Nothing of it passes the gate from now on."
    messages.success(request, told)
    return _to_halt(request, made[0].id)


@client_page()
@require_safe
def halt(request: PortalRequest, halt_id: UUID) -> HttpResponse:
    """Show who halted it and why, what was on its way, and how long it took."""
    return halt_page(request, halt_by_id(halt_id))


def _set(request: PortalRequest, target: HaltTarget, form: ReasonForm) -> Halt:
    return set_halt(
        scope=target.scope,
        target_id=target.target_id,
        label=target.label,
        by=request.visit.membership,
        reason=form.cleaned_data["reason"],
    )


def _new_page(
    request: PortalRequest,
    target: HaltTarget,
    row_id: UUID,
    *,
    form: ReasonForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "agents",
        "sentence": target_sentence(target),
        "target": target,
        "row_id": row_id,
        "agents": count_agents() if target.scope is HaltScope.CLIENT else None,
        "reach": reach_of(target.scope, target.target_id),
        "now": database_now(),
        "may_halt": may_halt(request.visit.membership, target.scope, target.target_id),
        "form": form or ReasonForm(initial=AT_ONCE),
    }
    return render(request, "governance/halt_new.html", context, status=status)


def _to_halt(request: PortalRequest, halt_id: UUID) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect("portal:halt", client=slug, halt_id=halt_id)
