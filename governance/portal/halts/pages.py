"""The pages about halts, with what was refused of what somebody wanted there."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from governance.models import Halt
from governance.portal.asking import DemandForm, ReasonForm
from governance.portal.halts.wording import (
    effect_sentence,
    halt_sentence,
    halts_sentence,
)
from governance.selectors.halt_pages import halts_in_force, past_halts, taken_effect
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest

MAY_LIFT = (Role.ADMIN,)
# One click is enough to stop something: whoever has time writes more.
AT_ONCE = {"reason": "Stopped at once, to look at it."}


def halts_page(
    request: PortalRequest,
    *,
    form: DemandForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show what is halted now, what was, and who lifts it."""
    in_force = halts_in_force()
    context = {
        "section": "agents",
        "sentence": halts_sentence(in_force),
        "halts": in_force,
        "past": past_halts(),
        "may_lift": request.visit.membership.role in MAY_LIFT,
        "form": form or DemandForm(),
    }
    return render(request, "governance/halts.html", context, status=status)


def halt_page(
    request: PortalRequest,
    halt: Halt,
    *,
    form: ReasonForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show one halt: who, why, what was on its way, how long it took."""
    effect, me = taken_effect(halt), request.visit.membership
    context = {
        "section": "agents",
        "sentence": halt_sentence(halt),
        "halt": halt,
        "effect": effect,
        "told": effect_sentence(effect),
        "now": database_now(),
        "may_lift": me.role in MAY_LIFT,
        "asked_by_me": halt.lift_asked_by_id == me.id,
        "form": form or ReasonForm(),
    }
    return render(request, "governance/halt.html", context, status=status)
