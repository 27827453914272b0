"""Letting what was halted go on, and whether that takes two people."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from governance.models import Halt
from governance.portal.asking import DemandForm, ReasonForm
from governance.portal.halts.pages import MAY_LIFT, halt_page, halts_page
from governance.selectors.halt_pages import halt_by_id
from governance.services.lifting import demand_second_lifter, lift_halt
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page(roles=MAY_LIFT)
@require_POST
def lift(request: PortalRequest, halt_id: UUID) -> HttpResponse:
    """Lift a halt, or ask that another person does."""
    halt, form = halt_by_id(halt_id), ReasonForm(request.POST)
    done: list[Halt] = []
    status = submit(form, lambda: done.append(_lift(request, halt, form)))
    if status is not HTTPStatus.OK:
        return halt_page(request, halt, form=form, status=status)
    told = f"You lifted the halt of {halt.label}."
    if done[0].lifted_at is None:
        told = f"You asked that the halt of {halt.label} be lifted by another person."
    messages.success(request, told)
    return redirect("portal:halt", client=request.visit.client.slug, halt_id=halt.id)


@client_page(roles=MAY_LIFT)
@require_POST
def second(request: PortalRequest) -> HttpResponse:
    """Say whether lifting a halt takes two people."""
    form, by = DemandForm(request.POST), request.visit.membership
    status = submit(
        form, lambda: demand_second_lifter(demanded=form.is_demanded, by=by)
    )
    if status is not HTTPStatus.OK:
        return halts_page(request, form=form, status=status)
    messages.success(request, "Saved. It counts for every halt from now on.")
    return redirect("portal:halts", client=request.visit.client.slug)


def _lift(request: PortalRequest, halt: Halt, form: ReasonForm) -> Halt:
    by, reason = request.visit.membership, form.cleaned_data["reason"]
    return lift_halt(halt, by=by, reason=reason)
