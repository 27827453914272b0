"""Published versions: one of them, two beside each other, and going back to one."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.engine.differences import differences, upgraded
from governance.engine.document import read_document
from governance.models import BoundaryVersion
from governance.portal.boundaries.forms import SureForm
from governance.portal.boundaries.pages import ADMINS, may_write, problems_of
from governance.portal.boundaries.wording import by_action, rules_told, said
from governance.selectors.boundaries import (
    agent_names,
    current_boundary,
    version_by_number,
    versions,
)
from governance.services.boundaries import restore_version
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_HIGHEST = 2_147_483_647


@client_page()
@require_safe
def version(request: PortalRequest, number: int) -> HttpResponse:
    """What was allowed by this version, and who published it?"""
    return _version_page(request, _found(number))


@client_page(roles=ADMINS)
@require_POST
def restore(request: PortalRequest, number: int) -> HttpResponse:
    """Put what is written back to what this version had, and propose that."""
    found, by = _found(number), request.visit.membership
    form = SureForm(request.POST)

    def act() -> None:
        restore_version(found.number, by=by)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        problems = problems_of(form)
        return _version_page(request, found, problems=problems, status=status)
    told = f"What version {number} had is proposed: publish it to have it in force."
    messages.success(request, told)
    return redirect("portal:boundaries", client=request.visit.client.slug)


@client_page()
@require_safe
def compare(request: PortalRequest) -> HttpResponse:
    """What did one version change about another?"""
    asked = (request.GET.get("old"), request.GET.get("new"))
    known = versions()
    context: dict[str, object] = {"section": "boundaries", "versions": known}
    if len(known) < 2:
        return render(request, "governance/boundaries_compare.html", context)
    if asked == (None, None):
        asked = (str(known[1].number), str(known[0].number))
    old, new = (_asked(text) for text in asked)
    agents = agent_names()
    context |= {
        "old": old,
        "new": new,
        "changes": differences(old.document, new.document, agents=agents),
    }
    return render(request, "governance/boundaries_compare.html", context)


def _asked(text: str | None) -> BoundaryVersion:
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > 10:
        raise Http404
    return _found(int(text))


def _found(number: int) -> BoundaryVersion:
    if number > _HIGHEST:
        raise Http404
    return version_by_number(number)


def _version_page(
    request: PortalRequest,
    found: BoundaryVersion,
    *,
    problems: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    current, agents = current_boundary(), agent_names()
    rules = read_document(found.document)
    context = {
        "section": "boundaries",
        "shown": found,
        "is_current": current == found,
        "told": rules_told(found),
        "groups": by_action([said(rule, agents) for rule in rules]),
        "lists": upgraded(found.document)["lists"].items(),
        "may": may_write(request),
        "problems": problems or [],
    }
    page = "governance/boundaries_version.html"
    return render(request, page, context, status=status)
