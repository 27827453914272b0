"""What is allowed, publishing what is next, and who publishes."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from governance.portal.asking import DemandForm
from governance.portal.boundaries.forms import PublishForm
from governance.portal.boundaries.pages import ADMINS, boundaries_page, problems_of
from governance.selectors.boundaries import proposal_by_id
from governance.services.boundaries import (
    demand_second_publisher,
    propose_boundary,
    publish_boundary,
    publish_proposal,
    withdraw_proposal,
)
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def boundaries(request: PortalRequest) -> HttpResponse:
    """What is allowed?"""
    return boundaries_page(request)


@client_page(roles=ADMINS)
@require_POST
def propose(request: PortalRequest) -> HttpResponse:
    """Propose what is written as the next version."""
    form, by = PublishForm(request.POST), request.visit.membership
    done = "You proposed the next version. It is not in force until it is published."
    return _do(
        request, form, lambda: propose_boundary(proposed_by=by, **_given(form)), done
    )


@client_page(roles=ADMINS)
@require_POST
def publish(request: PortalRequest) -> HttpResponse:
    """Publish what is written, in one act."""
    form, by = PublishForm(request.POST), request.visit.membership
    done = "You published the next version. Every decision from now on is by it."
    return _do(
        request, form, lambda: publish_boundary(published_by=by, **_given(form)), done
    )


@client_page(roles=ADMINS)
@require_POST
def approve(request: PortalRequest, proposal_id: UUID) -> HttpResponse:
    """Publish what was proposed."""
    proposal, by = proposal_by_id(proposal_id), request.visit.membership
    done = "You published what was proposed. Every decision from now on is by it."
    return _do(
        request,
        Form(request.POST),
        lambda: publish_proposal(proposal, published_by=by),
        done,
    )


@client_page(roles=ADMINS)
@require_POST
def withdraw(request: PortalRequest, proposal_id: UUID) -> HttpResponse:
    """Take a proposal back; what is written stays written."""
    proposal, by = proposal_by_id(proposal_id), request.visit.membership
    done = "The proposal is withdrawn. What is written stays as it is."
    return _do(
        request, Form(request.POST), lambda: withdraw_proposal(proposal, by=by), done
    )


@client_page(roles=ADMINS)
@require_POST
def demand(request: PortalRequest) -> HttpResponse:
    """Say whether a second person publishes."""
    form, by = DemandForm(request.POST), request.visit.membership
    done = "Saved. It counts for every proposal that is open or to come."
    return _do(
        request,
        form,
        lambda: demand_second_publisher(demanded=form.is_demanded, by=by),
        done,
    )


def _given(form: PublishForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("reason", "shown")}


def _do(
    request: PortalRequest, form: Form, act: Callable[[], object], done: str
) -> HttpResponse:
    def perform() -> None:
        act()

    status = submit(form, perform)
    if status is not HTTPStatus.OK:
        return boundaries_page(request, problems_of(form), status)
    messages.success(request, done)
    return redirect("portal:boundaries", client=request.visit.client.slug)
