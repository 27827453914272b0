"""Where somebody is signed in, and ending that."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenants.models import User

# By what stands in a User-Agent; each browser claims to be those after it, too.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "a Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is signed in, and what that calls itself."""

    session: UserSession
    name: str


def account_of(request: HttpRequest) -> User:
    """Return whose request it is, on a page for who is signed in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required
    return user


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign somebody in who has just made an account, or changed the password of one."""
    login(request, user, backend="tenants.backends.ThrottledBackend")
    UserSession.objects.create_from_request(request)


def sessions_of(user: User) -> list[Place]:
    """Return where somebody is signed in, the newest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    found.sort(key=lambda one: one.created_at, reverse=True)
    return [Place(one, called(one.user_agent)) for one in found]


def called(user_agent: str) -> str:
    """Return what a browser says that it is, in short, or all of it."""
    browser, system = (
        next((name for mark, name in marks.items() if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    )
    return f"{browser} on {system}" if browser and system else user_agent


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
