"""Declaring an action type, or the next version of one."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agents.models import ActionType
from agents.portal.types.beginnings import BEGINNINGS, EMPTY
from agents.portal.types.forms import DeclarationForm, as_text, fields_of
from agents.portal.types.trying import tried
from agents.portal.types.views import MAY_DECLARE
from agents.selectors.declared import action_type_by_id, current_action_type
from agents.services.declaring import publish_action_type
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_safe
@client_page(roles=MAY_DECLARE)
def new(request: PortalRequest) -> HttpResponse:
    """Offer to declare something new, beginning with an example or with nothing."""
    _, fields = BEGINNINGS.get(request.GET.get("begin", ""), BEGINNINGS[EMPTY])
    return _offer(request, {**fields, "schema": as_text(fields["schema"])})


@require_safe
@client_page(roles=MAY_DECLARE)
def following(request: PortalRequest, action_type_id: UUID) -> HttpResponse:
    """Offer to declare the version after this one."""
    after = action_type_by_id(action_type_id)
    return _offer(request, fields_of(after), after)


@require_POST
@client_page(roles=MAY_DECLARE)
def check(request: PortalRequest) -> HttpResponse:
    """Say what is wrong with a declaration, without publishing it."""
    return _checked(request, None)


@require_POST
@client_page(roles=MAY_DECLARE)
def check_following(request: PortalRequest, action_type_id: UUID) -> HttpResponse:
    """Say what is wrong with the next version, without publishing it."""
    return _checked(request, action_type_by_id(action_type_id))


@require_POST
@client_page(roles=MAY_DECLARE)
def declare(request: PortalRequest) -> HttpResponse:
    """Publish the first version of an action type."""
    return _publish(request, None)


@require_POST
@client_page(roles=MAY_DECLARE)
def declare_following(request: PortalRequest, action_type_id: UUID) -> HttpResponse:
    """Publish the version after this one."""
    return _publish(request, action_type_by_id(action_type_id))


def _offer(
    request: PortalRequest, fields: dict[str, Any], after: ActionType | None = None
) -> HttpResponse:
    shown = DeclarationForm(initial=fields, after=after)
    # The same, as if it had been sent: for the example beside it.
    sent = {name: _sent(shown[name]) for name in shown.fields}
    form = DeclarationForm(sent, after=after)
    form.is_valid()
    return _show(request, shown, {"tried": tried(form, None)}, HTTPStatus.OK)


def _sent(bound: BoundField) -> Any:
    value = bound.value()
    return "" if value is None else value


def _checked(request: PortalRequest, after: ActionType | None) -> HttpResponse:
    form = DeclarationForm(request.POST, after=after)
    form.is_valid()
    about = {"tried": tried(form, request.POST), "checked": True}
    return _show(request, form, about, HTTPStatus.OK)


def _publish(request: PortalRequest, after: ActionType | None) -> HttpResponse:
    form = DeclarationForm(request.POST, after=after)
    made: list[ActionType] = []

    def act() -> None:
        published = publish_action_type(
            form.declaration(),
            runner=form.cleaned_data["runner"],
            after=after.version if after else 0,
        )
        made.append(published)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        about = {"tried": tried(form, request.POST), "checked": True}
        return _show(request, form, about, status)
    published = made[0]
    told = f"Version {published.version} of “{published.title}” is published."
    messages.success(request, f"{told} It counts from now on.")
    slug = request.visit.client.slug
    return redirect("portal:action-type", client=slug, action_type_id=published.id)


def _show(
    request: PortalRequest,
    form: DeclarationForm,
    about: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    after = form.after
    last = current_action_type(after.name) if after else None
    context = {
        "section": "action-types",
        "form": form,
        "after": after,
        "outdated": last if last and after and last.version > after.version else None,
        "beginnings": {word: title for word, (title, _) in BEGINNINGS.items()},
        "check_url": _url(request, "check", after),
        "declare_url": _url(request, "declare", after),
        **about,
    }
    return render(request, "agents/declaring.html", context, status=status)


def _url(request: PortalRequest, act: str, after: ActionType | None) -> str:
    slug = request.visit.client.slug
    if after is None:
        return reverse(f"portal:action-type-{act}", args=[slug])
    return reverse(f"portal:action-type-{act}-next", args=[slug, after.id])
