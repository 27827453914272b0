"""The page "What is allowed?", with its forms as they stand."""

from collections.abc import Sequence
from http import HTTPStatus

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from governance.portal.boundaries.forms import PublishForm
from governance.portal.boundaries.lines import grouped, guardrail_lines, lines_of
from governance.portal.boundaries.wording import boundaries_sentence
from governance.selectors.boundaries import overview, versions
from tenants.models import Role
from tenants.portal.pages import PortalRequest

ADMINS = (Role.ADMIN,)
_VERSIONS_SHOWN = 50


def problems_of(form: Form) -> list[str]:
    """Return all that stands against what a form asked for."""
    return [str(error) for errors in form.errors.values() for error in errors]


def boundaries_page(
    request: PortalRequest,
    problems: Sequence[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """What is allowed here, and what may be next?"""
    found, visit = overview(), request.visit
    lines = lines_of(found)
    second = visit.client.second_publisher
    own = found.proposal and found.proposal.proposed_by_id == visit.membership.id
    context = {
        "section": "boundaries",
        "sentence": boundaries_sentence(found),
        "page": found,
        "groups": grouped(line for line in lines if line.is_live),
        "put_away": [line for line in lines if not line.is_live],
        "guardrails": guardrail_lines(found),
        "versions": versions(_VERSIONS_SHOWN),
        "form": PublishForm(initial={"shown": found.content_hash}),
        "may": may_write(request),
        "second": second,
        "may_publish": not (own and second),
        "problems": problems,
    }
    page = "governance/boundaries.html"
    return render(request, page, context, status=status)


def may_write(request: PortalRequest) -> bool:
    """Return whether who looks may write and publish rules."""
    return request.visit.membership.role in ADMINS
