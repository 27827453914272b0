"""Signing in and out, and choosing where to go."""

from allauth.account.utils import perform_login
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenants.models import User
from tenants.portal.forms import SignInForm
from tenants.selectors import places_of


class SignInView(auth.LoginView):
    """E-mail and password; a code after that, where there is a second factor."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponseRedirect:
        """Let in who has no second factor, and ask the others for its code."""
        after = self.get_success_url()
        answer: HttpResponseRedirect = perform_login(
            self.request, form.get_user(), redirect_url=after
        )
        return answer


class CodeView(AuthenticateView):  # type: ignore[misc]
    """The code of a second factor, or a recovery code, from who knew the password."""

    template_name = "registration/second_step.html"


class SignOutView(auth.LogoutView):
    """By POST alone, so that no image or link can do it."""

    next_page = "account_login"


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the one client that a person works with, or offer the choice."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required
    places = places_of(user)
    if len(places) == 1:
        return redirect("portal:home", client=places[0].slug)
    if not places and user.is_staff:
        return redirect("admin:index")
    return render(request, "registration/choose_client.html", {"clients": places})
