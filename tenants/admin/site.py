"""The admin site of governance leads."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from unfold.sites import UnfoldAdminSite

from tenants.admin.entering import entering_view, to_entering
from tenants.models import User
from tenants.selectors.second_factors import has_second_factor, leads_must_show
from tenants.services.support import NotLetIn

_View = Callable[..., HttpResponseBase]
# Both read a row without opening a scope. Nothing links to them: no page has a
# select widget, and no row has a page outside of the admin.
_LEFT_OUT = {"autocomplete", "view_on_site"}

_MAY_ENTER = "remit.may_enter_the_admin"


class LeadSite(UnfoldAdminSite):  # type: ignore[misc]
    """Unfold's site, with the views alone that every page's scope is known for."""

    index_title = "Fleet"

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Send whoever is not signed in to the one page where people sign in.

        Raises:
            PermissionDenied: somebody is, and is no governance lead.
        """
        if self.has_permission(request):
            return redirect("admin:index")
        if isinstance(request.user, User) and request.user.is_staff:
            return redirect("second-factor")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in governance leads, with a second factor where any client demands it."""
        # A page asks this a dozen times.
        if _MAY_ENTER not in request.META:
            request.META[_MAY_ENTER] = super().has_permission(request) and _has_shown(
                request
            )
        return bool(request.META[_MAY_ENTER])

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:  # noqa: FBT001, FBT002 - as Django has it
        """Have whoever has not said why they look into a client say it first."""
        shown = super().admin_view(view, cacheable)

        @wraps(shown)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                answer: HttpResponseBase = shown(request, *args, **kwargs)
            except NotLetIn as needed:
                return to_entering(request, needed.client_id)
            return answer

        return asked

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the site's paths."""
        paths: list[Any] = super().get_urls()
        entering = path(
            "enter/<uuid:client_id>/",
            self.admin_view(partial(entering_view, site=self)),
            name="enter",
        )
        kept = [one for one in paths if getattr(one, "name", None) not in _LEFT_OUT]
        return [entering, *kept]


def _has_shown(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and (not leads_must_show() or has_second_factor(user))


site = LeadSite()
# As unfold puts its own site in the place of Django's.
admin.site = sites.site = site
