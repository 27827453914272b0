"""Accepting an invitation, by the link in its mail.

Opening the link puts its token into the session and changes nothing else: mail
scanners open links. From there on the token is in no path, and so in no log.
"""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tenants.errors import NotFound
from tenants.models import User
from tenants.portal.forms import JoinForm
from tenants.portal.sessions import begin_session
from tenants.portal.submitting import submit
from tenants.selectors.invitations import (
    InvitationState,
    Invited,
    account_with,
    invited_by_token,
)
from tenants.services.accepting import accept_with_account, accept_with_new_account

_TOKEN = "invitation"  # noqa: S105 - where it is in the session


@require_safe
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the path, whatever it is."""
    request.session[_TOKEN] = token
    return redirect("invitation")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Who invites me, to what, and how do I accept?"""
    token = request.session.get(_TOKEN, "")
    try:
        invited = invited_by_token(token)
    except NotFound:
        return render(request, "registration/invitation_unknown.html")
    if invited.state is not InvitationState.OPEN:
        over = "registration/invitation_over.html"
        return render(request, over, {"invited": invited})
    user = request.user if isinstance(request.user, User) else None
    if user is None and account_with(invited.email) is None:
        return _make_account(request, token, invited)
    return _join(request, token, invited, user)


def _make_account(request: HttpRequest, token: str, invited: Invited) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    first = {"name": invited.name}
    form = JoinForm(typed, email=invited.email, initial=first)
    status = HTTPStatus.OK
    if typed is not None:
        made: list[User] = []
        status = submit(form, lambda: made.append(_accepted(token, form)))
        if status is HTTPStatus.OK:
            begin_session(request, made[0])
            return _arrive(request, invited)
    context = {"invited": invited, "form": form}
    return render(request, "registration/invitation_new.html", context, status=status)


def _accepted(token: str, form: forms.Form) -> User:
    given = form.cleaned_data
    _, user = accept_with_new_account(
        token, name=given["name"], password=given["password"]
    )
    return user


def _join(
    request: HttpRequest, token: str, invited: Invited, user: User | None
) -> HttpResponse:
    posted = request.method == "POST" and user is not None
    form = forms.Form(request.POST if posted else None)
    status = HTTPStatus.OK
    if posted and user is not None:
        status = submit(form, lambda: _accept(token, user))
        if status is HTTPStatus.OK:
            return _arrive(request, invited)
    is_theirs = user is not None and user.email.lower() == invited.email.lower()
    context = {"invited": invited, "form": form, "is_theirs": is_theirs}
    return render(request, "registration/invitation_join.html", context, status=status)


def _accept(token: str, user: User) -> None:
    accept_with_account(token, user=user)


def _arrive(request: HttpRequest, invited: Invited) -> HttpResponse:
    request.session.pop(_TOKEN, None)
    return redirect("portal:home", client=invited.slug)
