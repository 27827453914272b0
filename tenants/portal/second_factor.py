"""One's own second factor: setting it up, its recovery codes, and doing without."""

from base64 import b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tenants.models import User
from tenants.portal.sessions import account_of, end_others
from tenants.portal.signing import CodeField, SignForm, count_tries, is_admitted
from tenants.portal.submitting import submit
from tenants.selectors.second_factors import (
    demanding,
    has_second_factor,
    recovery_codes,
)
from tenants.services.second_factors import (
    new_secret,
    remove,
    renew_recovery_codes,
    set_up,
)

# What is in the session: a secret that nobody has shown a code of, and whether the
# next page may show the recovery codes.
_SECRET, _SHOWN = "second_factor.secret", "second_factor.codes"


class SetUpForm(SignForm):
    """The first code of a second factor, and the password."""

    code = CodeField("The code that it shows now")
    field_order = ("code", "password")

    def clean_code(self) -> str:
        """Refuse trying many."""
        if not is_admitted(self._request, "code"):
            raise forms.ValidationError("Too many tries. Wait some minutes.")
        code: str = self.cleaned_data["code"]
        return code


@login_required
@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Do I have one, and how do I get one?"""
    return _page(request)


@sensitive_post_parameters()
@login_required
@require_POST
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Keep what has shown its first code; all other sessions end by it."""
    count_tries(request)
    user, form = account_of(request), SetUpForm(request.POST, request=request)
    secret = request.session.get(_SECRET, "")
    status = submit(
        form, lambda: set_up(user, secret=secret, code=form.cleaned_data["code"])
    )
    if status is not HTTPStatus.OK:
        return _page(request, form, status)
    del request.session[_SECRET]
    end_others(request, user)
    return _with_codes(request, "From now on you show a code when you sign in.")


@sensitive_post_parameters()
@login_required
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make other recovery codes."""
    refused = _signed(request, renew_recovery_codes)
    told = "Those codes that you had are worth nothing any more."
    return refused or _with_codes(request, told)


@sensitive_post_parameters()
@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Do without a second factor."""
    refused = _signed(request, remove)
    if refused is None:
        messages.success(request, "You sign in with your password alone from now on.")
    return refused or redirect("account")


def _signed(request: HttpRequest, act: Callable[[User], None]) -> HttpResponse | None:
    count_tries(request)
    user, form = account_of(request), SignForm(request.POST, request=request)
    status = submit(form, lambda: act(user))
    return None if status is HTTPStatus.OK else _page(request, form, status)


def _with_codes(request: HttpRequest, told: str) -> HttpResponse:
    messages.success(request, told)
    request.session[_SHOWN] = True
    return redirect("second-factor")


def _page(
    request: HttpRequest,
    form: SignForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    user = account_of(request)
    context: dict[str, Any] = {"demanding": demanding(user)}
    if has_second_factor(user):
        page = "registration/second_factor.html"
        codes = recovery_codes(user)
        shown = request.session.pop(_SHOWN, False)
        context |= {"left": len(codes), "codes": codes if shown else []}
        context["form"] = form or SignForm(request=request)
    else:
        page = "registration/second_factor_new.html"
        context |= _drawn(user, request.session.setdefault(_SECRET, new_secret()))
        # One that was to be removed is gone already: another form was refused.
        mine = isinstance(form, SetUpForm)
        context["form"] = form if mine else SetUpForm(request=request)
    return render(request, page, context, status=status)


def _drawn(user: User, secret: str) -> dict[str, str]:
    adapter = get_adapter()
    drawing = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    data = b64encode(drawing.encode()).decode()
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"drawing": f"data:image/svg+xml;base64,{data}", "secret": grouped}
