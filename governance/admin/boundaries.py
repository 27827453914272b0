"""What agents may do: rules as they are written, and the versions in force."""

from django.contrib import admin

from governance.admin.telling import SHADES
from governance.models import BoundaryRule, BoundaryVersion, Effect
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import badge, document, text, when, words
from tenants.admin.filters import ByClient, one_of
from tenants.admin.site import site


@admin.register(BoundaryRule, site=site)
class BoundaryRuleAdmin(LeadAdmin):
    """What do the clients write? It takes effect only when published."""

    known_by = "key"
    ordering = ("client__name", "number")
    list_display = (
        "title",
        "number",
        "client",
        badge("effect", SHADES),
        "action",
        "workflow",
        "subject",
    )
    list_filter = (ByClient, one_of("effect", Effect.values))
    list_select_related = ("client",)
    search_fields = ("title", "key", "action", "client__name")
    fields = (
        "number",
        "key",
        "title",
        "client",
        "effect",
        "subject",
        "workflow",
        "action",
        document("conditions"),
        document("obligation"),
        document("limit"),
        words("reason"),
    )


@admin.register(BoundaryVersion, site=site)
class BoundaryVersionAdmin(LeadAdmin):
    """Which rules were in force when?"""

    known_by = "number"
    ordering = ("-published_at",)
    list_display = (
        "number",
        "client",
        text("published_by__user__name", title="published by"),
        when("published_at"),
        "content_hash",
    )
    list_filter = (ByClient,)
    list_select_related = ("client", "published_by__user")
    search_fields = ("client__name", "content_hash", "number__exact")
    fields = (
        "number",
        "client",
        "published_by",
        when("published_at"),
        "content_hash",
        document("document"),
    )
