"""One way for every page of a client: who looks, in whose scope, in what time zone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from tenants.errors import NotFound
from tenants.models import Client, Membership, Role, User
from tenants.portal.signing import count_tries
from tenants.scoping import client_scope
from tenants.selectors import membership_of, person, place_of
from tenants.selectors.second_factors import has_second_factor, must_show

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody looking at a page of a client, inside its scope."""

    client: Client
    membership: Membership


class PortalRequest(HttpRequest):
    """A request whose page is a client's."""

    user: User
    visit: Visit


Page = Callable[Concatenate[PortalRequest, P], HttpResponse]
View = Callable[..., HttpResponse]


def client_page(*, roles: Collection[Role] = tuple(Role)) -> Callable[[Page[P]], View]:
    """Make a view a page of the client in its path, for people with these roles.

    The scope and its transaction open here, so an error leaves nothing half done.
    A client that is not the person's answers as one that does not exist.
    """

    def decorate(page: Page[P]) -> View:
        @wraps(page)
        def view(
            request: PortalRequest, client: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not _is_signed_in(request):
                return _to_sign_in(request, client)
            count_tries(request)
            response = _in_scope(request, client, roles, page, *args, **kwargs)
            # Countdowns count from now: a kept page would lie.
            add_never_cache_headers(response)
            return response

        return view

    return decorate


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _to_sign_in(request: HttpRequest, client: str) -> HttpResponse:
    # What was posted is lost by then, and its path answers nothing else.
    reading = request.method in {"GET", "HEAD"}
    back = request.get_full_path() if reading else f"/c/{client}/"
    return redirect_to_login(back)


def _in_scope(
    request: PortalRequest,
    slug: str,
    roles: Collection[Role],
    page: Callable[..., HttpResponse],
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    try:
        place = place_of(request.user, slug=slug)
        with client_scope(place.client_id, actor=person(request.user)):
            request.visit = _visit(request.user)
            if _lacks_second_factor(request):
                return redirect("second-factor")
            if request.visit.membership.role not in roles:
                raise PermissionDenied
            with timezone.override(ZoneInfo(request.visit.client.time_zone)):
                response = page(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
    except NotFound as error:
        raise Http404(error.message) from error
    finally:
        # The scope has closed: a page about an error is nobody's visit any more.
        vars(request).pop("visit", None)
    return response


def _lacks_second_factor(request: PortalRequest) -> bool:
    visit = request.visit
    demanded = must_show(visit.membership, client=visit.client)
    return demanded and not has_second_factor(request.user)


def _visit(user: User) -> Visit:
    return Visit(client=Client.objects.get(), membership=membership_of(user.pk))
