"""Trying rules out: what would they say of this?"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from agents.models import ActionType
from agents.schemas import (
    NoExampleError,
    example_form,
    example_of,
    given_example,
    read_example,
)
from governance.portal.rehearsal.forms import DRAFT, TryForm
from governance.portal.rehearsal.wording import Answered, answered
from governance.selectors.rehearsing import Choices, choices
from governance.selectors.trying import Place, Trial, try_out
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@dataclass(frozen=True, slots=True)
class _Filled:
    """The page as it is filled in, and what the rules say."""

    found: Choices
    chosen: ActionType | None
    form: TryForm
    parameters: Any
    told: Answered | None = None


@client_page()
@require_safe
def try_rules(request: PortalRequest) -> HttpResponse:
    """Offer an action to fill in."""
    found = choices()
    chosen = _chosen(found, request.GET.get("action", ""))
    form = TryForm(agents=found.agents, workflows=found.workflows)
    example = _example(chosen) if chosen else {}
    return _page(request, _Filled(found, chosen, form, example))


@client_page()
@require_POST
def answer(request: PortalRequest) -> HttpResponse:
    """Say what the rules would say. Nothing is recorded, nothing reserved."""
    found = choices()
    chosen = _chosen(found, request.POST.get("action", ""))
    if chosen is None:
        raise Http404
    form = TryForm(request.POST, agents=found.agents, workflows=found.workflows)
    parameters = read_example(chosen.schema, request.POST.dict())
    trials: list[Trial] = []
    status = submit(
        form, lambda: trials.append(_tried(found, chosen, form, parameters))
    )
    told = answered(trials[0]) if trials else None
    filled = _Filled(found, chosen, form, parameters, told)
    return _page(request, filled, status=status)


def _tried(found: Choices, chosen: ActionType, form: TryForm, parameters: Any) -> Trial:
    about = form.cleaned_data
    place = Place(
        agent=next(one for one in found.agents if one.id == about["agent"]),
        workflow=about["workflow"],
        step=about["step"],
        resource_type=about["resource_type"],
        resource_id=about["resource_id"],
    )
    return try_out(chosen, parameters, place=place, draft=about["rules"] == DRAFT)


def _chosen(found: Choices, name: str) -> ActionType | None:
    named = [one for one in found.action_types if one.name == name]
    return next(iter(named or found.action_types), None)


def _example(chosen: ActionType) -> Any:
    given = given_example(chosen.schema)
    if given:
        return given
    try:
        return example_of(chosen.schema)
    except NoExampleError:
        return {}


def _page(
    request: PortalRequest, filled: _Filled, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    found, chosen = filled.found, filled.chosen
    example = example_form(chosen.schema, filled.parameters) if chosen else None
    context = {
        "section": "boundaries",
        "chosen": chosen,
        "action_types": found.action_types,
        "ready": bool(chosen and found.agents and found.workflows),
        "form": filled.form,
        "example": example,
        "told": filled.told,
    }
    return render(request, "governance/rules_try.html", context, status=status)
