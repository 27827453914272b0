"""Choosing a password again, by the link in a mail."""

from http import HTTPStatus

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from tenants.network import network_address
from tenants.portal.forms import AskForResetForm, ChoosePasswordForm
from tenants.services.accounts import ask_for_reset
from tenants.services.throttles import RESETS, admit

_TOO_OFTEN = "Too many requests from your network. Wait some minutes, then try again."


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whether there is such an account."""
    form = AskForResetForm(request.POST or None)
    if request.method != "POST":
        return render(request, "registration/password_ask.html", {"form": form})
    if form.is_valid() and not admit(RESETS, network_address(request)):
        form.add_error(None, _TOO_OFTEN)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        page = "registration/password_ask.html"
        return render(request, page, {"form": form}, status=status)
    ask_for_reset(form.cleaned_data["email"])
    return redirect("password-asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "registration/password_asked.html")


class ChooseView(auth.PasswordResetConfirmView):
    """Choose a password. The link's secret goes into the session, out of the path."""

    template_name = "registration/password_choose.html"
    form_class = ChoosePasswordForm
    success_url = reverse_lazy("password-chosen")


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """Say that it is done."""
    return render(request, "registration/password_chosen.html")
