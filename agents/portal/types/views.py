"""What agents can do: every action type, and one of them with its versions."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agents.models import ActionType
from agents.portal.types.differences import differences
from agents.portal.types.forms import as_text
from agents.portal.types.parameters import parameters_of
from agents.portal.types.wording import (
    carrier,
    effect_words,
    lookup_lines,
    type_sentence,
    types_sentence,
)
from agents.selectors.declared import (
    action_type_by_id,
    current_action_types,
    versions_of,
)
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page

MAY_DECLARE = (Role.ADMIN,)


@dataclass(frozen=True, slots=True)
class Version:
    """A version, and what it changes about the one before."""

    action_type: ActionType
    differences: list[str]


@require_safe
@client_page()
def action_types(request: PortalRequest) -> HttpResponse:
    """What can agents ask for here?"""
    current = current_action_types()
    rows = [
        {"action_type": one, "effect": effect_words(one), "carrier": carrier(one)}
        for one in current
    ]
    context = {
        "section": "action-types",
        "sentence": types_sentence(current),
        "rows": rows,
        "may_declare": may_declare(request),
    }
    return render(request, "agents/action_types.html", context)


@require_safe
@client_page()
def action_type(request: PortalRequest, action_type_id: UUID) -> HttpResponse:
    """What is this, who carries it out, and what did each version change?"""
    shown = action_type_by_id(action_type_id)
    versions = versions_of(shown.name)
    context = {
        "section": "action-types",
        "sentence": type_sentence(shown),
        "lead": effect_words(shown),
        "shown": shown,
        "current": versions[0],
        "carrier": carrier(shown),
        "lookups": list(lookup_lines(shown.lookups)),
        "parameters": list(parameters_of(shown.schema)),
        "schema": as_text(shown.schema),
        "versions": _with_differences(versions),
        "may_declare": may_declare(request),
    }
    return render(request, "agents/action_type.html", context)


def may_declare(request: PortalRequest) -> bool:
    """Return whether who looks may declare action types."""
    return request.visit.membership.role in MAY_DECLARE


def _with_differences(versions: list[ActionType]) -> list[Version]:
    earlier = [*versions[1:], None]
    return [
        Version(one, differences(before, one) if before else [])
        for one, before in zip(versions, earlier, strict=True)
    ]
