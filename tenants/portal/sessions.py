"""Where somebody is signed in, and ending that."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenants.models import User


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign somebody in who has just made an account, or changed the password of one."""
    login(request, user, backend="tenants.backends.ThrottledBackend")
    UserSession.objects.create_from_request(request)


def sessions_of(user: User) -> list[UserSession]:
    """Return where somebody is signed in, the newest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def end_others(request: HttpRequest, user: User) -> None:
    """Sign somebody out wherever they are signed in but here."""
    for one in UserSession.objects.filter(user=user):
        if not _is_here(request, one):
            one.end()


@login_required
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign oneself out at one place, which may be this one."""
    found = UserSession.objects.filter(user=request.user.pk, id=session_id).first()
    if found is None:
        raise Http404
    here = _is_here(request, found)
    found.end()
    if here:
        return redirect("account_login")
    messages.success(request, "You are signed out there.")
    return redirect("account")


def _is_here(request: HttpRequest, session: UserSession) -> bool:
    return bool(session.session_key == request.session.session_key)
