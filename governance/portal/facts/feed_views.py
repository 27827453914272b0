"""The keys with which programs keep a register: issuing one, and revoking it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import Register
from governance.portal.facts.forms import FeedKeyForm, RevokeForm, new_key_form
from governance.portal.facts.pages import MAY_READ, MAY_WRITE, context_of
from governance.selectors.feeds import feed_key_by_id, feed_keys_of
from governance.selectors.registers import register_by_id
from governance.services.facts import issue_feed_key, revoke_feed_key
from tenants.clock import database_now
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@require_safe
@client_page(roles=MAY_READ)
def keys(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Show the keys of a register, which are never shown themselves."""
    return _page(request, register_by_id(register_id))


@require_POST
@client_page(roles=MAY_WRITE)
def issue(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Issue a key and answer with its text, this once.

    No redirect follows: the text is kept nowhere, so no other page could show it.
    """
    register = register_by_id(register_id)
    form, issued = FeedKeyForm(request.POST), list[str]()
    status = submit(form, lambda: issued.append(_issue(request, register, form)))
    if status is not HTTPStatus.OK:
        return _page(request, register, form=form, status=status)
    context = context_of(
        request,
        register=register,
        key=issued[0],
        address=request.build_absolute_uri(f"/api/v1/facts/{register.name}/"),
    )
    return render(request, "governance/facts_key_issued.html", context)


@require_POST
@client_page(roles=MAY_WRITE)
def revoke(request: PortalRequest, feed_id: UUID) -> HttpResponse:
    """Revoke a key: the next request with it is refused."""
    key, by = feed_key_by_id(feed_id), request.visit.membership
    form = RevokeForm(request.POST, auto_id=_id_of(key.prefix))
    status = submit(
        form, lambda: revoke_feed_key(key, by=by, reason=form.cleaned_data["reason"])
    )
    if status is not HTTPStatus.OK:
        return _page(request, key.register, form=form, revoking=key.id, status=status)
    messages.success(request, f"You revoked the key {key.prefix}.")
    slug = request.visit.client.slug
    return redirect("portal:feed-keys", client=slug, register_id=key.register_id)


def _issue(request: PortalRequest, register: Register, form: FeedKeyForm) -> str:
    return issue_feed_key(
        register,
        name=form.cleaned_data["name"],
        expires_at=form.ends,
        by=request.visit.membership,
        after=form.cleaned_data["issued"],
    )


def _page(
    request: PortalRequest,
    register: Register,
    *,
    form: Form | None = None,
    revoking: UUID | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    every, now = feed_keys_of(register), database_now()
    lines = [
        {
            "key": key,
            "live": key.revoked_at is None and key.expires_at > now,
            "form": form
            if revoking == key.id
            else RevokeForm(auto_id=_id_of(key.prefix)),
        }
        for key in every
    ]
    live = sum(bool(line["live"]) for line in lines)
    issuing = form if isinstance(form, FeedKeyForm) else None
    context = context_of(
        request,
        register=register,
        lines=lines,
        live=live,
        form=issuing or new_key_form(now, issued=len(every)),
        problems=form.non_field_errors() if form else [],
    )
    return render(request, "governance/facts_keys.html", context, status=status)


def _id_of(prefix: str) -> str:
    # Two forms on one page need ids of their own.
    return f"id_{prefix}_%s"
