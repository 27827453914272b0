"""The groups of clients."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from tenants.admin.base import LeadAdmin
from tenants.admin.columns import as_list, text
from tenants.admin.filters import ByClient
from tenants.admin.site import site
from tenants.models import Group


@admin.register(Group, site=site)
class GroupAdmin(LeadAdmin):
    """Who answers the same checkpoints?"""

    known_by = "name"
    ordering = ("client__name", "name")
    list_display = ("name", "client", text("people"))
    list_filter = (ByClient,)
    list_select_related = ("client",)
    search_fields = ("name", "client__name")
    fields = ("name", "client", "members_by_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with how many people it has."""
        counted = {"people": Count("members")}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**counted)
        return rows

    @admin.display(description="members")
    def members_by_name(self, group: Group) -> str:
        """Return the names of its members."""
        members = group.members.select_related("user").order_by("user__name")
        return as_list([(one.user.name, one.role) for one in members], layout="{}, {}")
