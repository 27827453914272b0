"""From a question to a rule: next time, decide this alone up to some amount."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.engine.reading import Place
from governance.engine.rules import read_rule
from governance.portal.boundaries.wording import Said, said
from governance.portal.inbox.cards import sentence
from governance.portal.inbox.raise_forms import RaiseForm
from governance.selectors.boundaries import (
    agent_names,
    as_document,
    drafted_lists,
    options_of,
)
from governance.selectors.inbox import Question, question
from governance.selectors.raising import Raise, may_draft, raisable
from governance.services.boundaries import raise_bound
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_safe
def raising(request: PortalRequest, checkpoint_id: UUID) -> HttpResponse:
    """Could this be decided alone next time, and up to what amount?"""
    asked = question(checkpoint_id, request.visit.membership)
    return _page(request, asked, raisable(asked.decision))


@client_page()
@require_POST
def draft(request: PortalRequest, checkpoint_id: UUID) -> HttpResponse:
    """Write it into the rules; it counts once an admin has published it."""
    by = request.visit.membership
    asked = question(checkpoint_id, by)
    found = raisable(asked.decision)
    if found is None:
        return _page(request, asked, None, status=HTTPStatus.CONFLICT)
    form = RaiseForm(request.POST, found=found, action=asked.checkpoint.action)

    def act() -> None:
        raise_bound(
            asked.decision,
            checkpoint=asked.checkpoint,
            amount=form.cleaned_data["amount"],
            reasons=form.reasons,
            by=by,
        )

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, asked, found, form=form, status=status)
    told = "It is drafted, and counts once an admin has published it."
    messages.success(request, told)
    slug = request.visit.client.slug
    if by.role == Role.ADMIN:
        return redirect("portal:boundaries", client=slug)
    return redirect("portal:checkpoint", client=slug, checkpoint_id=checkpoint_id)


def _page(
    request: PortalRequest,
    asked: Question,
    found: Raise | None,
    *,
    form: RaiseForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    checkpoint = asked.checkpoint
    context = {
        "section": "inbox",
        "checkpoint": checkpoint,
        "sentence": sentence(checkpoint.action),
        "agent": checkpoint.action.agent,
    }
    if found is not None:
        context |= {
            "before": found.bound.value,
            "rules": _said(found),
            "form": form or RaiseForm(found=found, action=checkpoint.action),
            "may": may_draft(checkpoint, request.visit.membership),
        }
    return render(request, "governance/raise.html", context, status=status)


def _said(found: Raise) -> list[Said]:
    """Return the rules in words, as they are written now."""
    place, agents = Place(lists=options_of(drafted_lists())), agent_names()
    rules = (read_rule(as_document(rule), place=place) for rule in found.rules)
    return [said(rule, agents) for rule in rules]
