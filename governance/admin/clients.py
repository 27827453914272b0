"""Clients and their workflows: which there are, and are they halted?

Clients are of ``tenants``, but it is here that is known what halts them.
"""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from governance.admin.halting import halting
from governance.models import HaltScope, Workflow, WorkflowVersion
from governance.selectors.oversight import HALTED, halted
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import alarm, column, text, when
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site
from tenants.models import Client

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
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with whether all of it is halted."""
        halt = halted(of="pk", pk=HaltScope.CLIENT)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(halt=halt)
        return rows


@admin.register(Workflow, site=site)
class WorkflowAdmin(LeadAdmin):
    """On what may agents be cleared to work?"""

    known_by = "key"
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
