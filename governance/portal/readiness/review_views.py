"""What has to be looked at again, by when, and saying that it was."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agents.selectors import ownership_by_id
from governance.portal.readiness.forms import PolicyForm, ReviewForm
from governance.selectors.attesting import alone_up_to
from governance.selectors.boundaries import current_boundary
from governance.selectors.clearances import clearance_by_id
from governance.selectors.readiness import agenda, policy
from governance.services.reviewing import (
    attest_ownership,
    review_boundaries,
    review_clearance,
)
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.signing import SignForm
from tenants.portal.submitting import submit

MAY = (Role.ADMIN,)


@client_page()
@require_safe
def reviews(request: PortalRequest) -> HttpResponse:
    """List what is due, with what happens if nobody looks."""
    return reviews_page(request)


@client_page(roles=MAY)
@require_POST
def boundaries(request: PortalRequest) -> HttpResponse:
    """Say that the boundaries were looked at again."""

    def act(found: str, days: int) -> None:
        boundary = current_boundary()
        if boundary is None:
            raise Conflict("There are no boundaries to review.")
        by = request.visit.membership
        review_boundaries(boundary, by=by, found=found, days=days)

    return _review(request, act)


@client_page()
@require_POST
def clearance(request: PortalRequest, clearance_id: UUID) -> HttpResponse:
    """Say, as the agent's owner, that a clearance was looked at again."""
    reviewed = clearance_by_id(clearance_id)
    by = request.visit.membership
    return _review(
        request,
        lambda found, days: review_clearance(reviewed, by=by, found=found, days=days),
    )


@client_page()
@require_POST
def ownership(request: PortalRequest, ownership_id: UUID) -> HttpResponse:
    """Say once more, as the person, that one answers for an agent."""
    held, by = ownership_by_id(ownership_id), request.visit.membership
    signing = SignForm(request.POST, request=request)
    if not signing.is_valid():
        return reviews_page(
            request, reviewing=signing, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return _review(
        request,
        lambda found, days: attest_ownership(held, by=by, found=found, days=days),
    )


def _review(request: PortalRequest, act: Callable[[str, int], None]) -> HttpResponse:
    form = ReviewForm(request.POST)
    status = submit(
        form, lambda: act(form.cleaned_data["found"], form.cleaned_data["days"])
    )
    if status is not HTTPStatus.OK:
        return reviews_page(request, reviewing=form, status=status)
    messages.success(request, "Looked at again, and in the ledger.")
    return redirect("portal:reviews", client=request.visit.client.slug)


def reviews_page(
    request: PortalRequest,
    *,
    reviewing: Form | None = None,
    settling: PolicyForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page; the forms are those that were refused."""
    settled = policy()
    now = database_now()
    lines = agenda(now)
    initial = {
        "grace_days": settled.grace_days,
        "kept_days": settled.kept_days,
        "drill_days": settled.drill_days,
        "attest_amount": settled.attest_amount,
        "attest_currency": settled.attest_currency,
    }
    context = {
        "section": "workflows",
        # Each line has a form of its own, so each field an id of its own.
        "lines": [
            {"line": line, "form": ReviewForm(auto_id=f"id_{number}_%s")}
            for number, line in enumerate(lines)
        ],
        "late": sum(line.is_late for line in lines),
        "policy": settled,
        "alone": alone_up_to(),
        "settling": settling or PolicyForm(initial=initial),
        "reviewing": reviewing,
        "signing": SignForm(request=request),
        "may": request.visit.membership.role in MAY,
    }
    return render(request, "governance/reviews.html", context, status=status)
