"""Clients and their workflows: which there are, and are they halted?

Clients are of ``tenants``, but it is here that is known what halts them.
"""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from governance.admin.halting import halting
from governance.models import HaltScope, Workflow, WorkflowVersion
from governance.selectors.oversight import HALTED, halted
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import alarm, as_list, column, text, when
from tenants.admin.filters import ByClient, question
from tenants.admin.founding import founding_view
from tenants.admin.site import site
from tenants.models import Client
from tenants.selectors import open_invitations
from tenants.templatetags import times

_FOUND = "tenants_client_found"
_HALT = column("halt", alarm, title="halted", nothing="no")


@admin.register(Client, site=site)
class ClientAdmin(LeadAdmin):
    """Which companies are here?"""

    known_by = "name"
    client_field = "pk"
    acts = halting(HaltScope.CLIENT)
    ordering = ("name", "slug")
    list_display = ("name", "slug", "time_zone", when("created_at"), _HALT)
    list_filter = (question("halted", HALTED),)
    search_fields = ("name", "slug")
    list_before_template = "admin/found_link.html"
    fields = (*list_display, "invitations")

    def get_urls(self) -> list[URLPattern]:
        """Return the paths, that of creating a client first."""
        view = partial(founding_view, site=self.admin_site)
        found = path("found/", self.admin_site.admin_view(view), name=_FOUND)
        return [found, *super().get_urls()]

    @admin.display(description="open invitations")
    def invitations(self, client: Client) -> str:
        """Return who was invited and has not come, each with a way to act on it."""
        lines = [
            (
                reverse("admin:tenants_invitation_change", args=[one.pk]),
                one.name,
                one.get_role_display(),
                times.full(one.expires_at),
            )
            for one in open_invitations()
        ]
        return as_list(
            lines, layout='<a class="text-link" href="{}">{}</a>, {}, until {}'
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with whether all of it is halted."""
        halt = halted(of="pk", pk=HaltScope.CLIENT)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(halt=halt)
        return rows


@admin.register(Workflow, site=site)
class WorkflowAdmin(LeadAdmin):
    """On what may agents be cleared to work?"""

    known_by = "title"
    acts = halting(HaltScope.WORKFLOW)
    ordering = ("client__name", "title")
    list_display = (
        "title",
        "client",
        "key",
        text("newest", title="newest version"),
        _HALT,
    )
    list_filter = (ByClient, question("halted", HALTED))
    list_select_related = ("client",)
    search_fields = ("title", "key", "client__name")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with its newest version and halt as of now."""
        versions = WorkflowVersion.objects.filter(workflow=OuterRef("pk"))
        newest = versions.order_by("-number").values("number")[:1]
        now = {
            "newest": Subquery(newest),
            "halt": halted(client=HaltScope.CLIENT, pk=HaltScope.WORKFLOW),
        }
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**now)
        return rows
