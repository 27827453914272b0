"""The admin site of governance leads."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import sites
from django.urls import URLPattern, URLResolver
from unfold.sites import UnfoldAdminSite

# Both read a row without opening a scope. Nothing links to them: no page has a
# select widget, and no row has a page outside of the admin.
_LEFT_OUT = {"autocomplete", "view_on_site"}


class LeadSite(UnfoldAdminSite):  # type: ignore[misc]
    """Unfold's site, with the views alone that every page's scope is known for."""

    index_title = "Fleet"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the site's paths."""
        paths: list[Any] = super().get_urls()
        return [one for one in paths if getattr(one, "name", None) not in _LEFT_OUT]


site = LeadSite()
# As unfold puts its own site in the place of Django's.
admin.site = sites.site = site
