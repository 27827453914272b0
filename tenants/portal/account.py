"""One's own account: name, password, second factor, and where one is signed in."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tenants.portal.forms import ChangePasswordForm, NameForm
from tenants.portal.sessions import account_of, begin_session, sessions_of
from tenants.portal.submitting import submit
from tenants.selectors import places_of
from tenants.selectors.second_factors import has_second_factor
from tenants.services.accounts import rename_account, set_password


@login_required
@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here?"""
    return _page(request)


@login_required
@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Change one's name."""
    form = NameForm(request.POST)
    user = account_of(request)
    status = submit(form, lambda: rename_account(user, name=form.cleaned_data["name"]))
    if status is not HTTPStatus.OK:
        return _page(request, name_form=form, status=status)
    messages.success(request, f"You are called {user.name} from now on.")
    return redirect("account")


@sensitive_post_parameters()
@login_required
@require_POST
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password; all other sessions end by it."""
    user = account_of(request)
    form = ChangePasswordForm(user, request.POST)
    status = submit(
        form, lambda: set_password(user, form.cleaned_data["new_password1"])
    )
    if status is not HTTPStatus.OK:
        return _page(request, password_form=form, status=status)
    begin_session(request, user)
    told = "Your password is changed. Wherever else you were signed in, you are out."
    messages.success(request, told)
    return redirect("account")


def _page(
    request: HttpRequest,
    *,
    name_form: forms.Form | None = None,
    password_form: forms.Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    user = account_of(request)
    context = {
        "places": places_of(user),
        "has_second_factor": has_second_factor(user),
        "sessions": sessions_of(user),
        "here": request.session.session_key,
        "name_form": name_form or NameForm(initial={"name": user.name}),
        "password_form": password_form or ChangePasswordForm(user),
    }
    return render(request, "registration/account.html", context, status=status)
