"""What agents may do: rules as they are written, and the versions in force."""

from django.contrib import admin
from django.urls import URLPattern

from governance.admin.coverage import coverage_paths
from governance.admin.guardrails.urls import guardrail_paths
from governance.admin.telling import SHADES
from governance.models import BoundaryRule, BoundaryVersion, Effect, RuleStatus
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
        badge("status", SHADES),
        "action",
        "workflow",
        "subject",
    )
    list_filter = (
        ByClient,
        one_of("effect", Effect.values),
        one_of("status", RuleStatus.values),
    )
    list_select_related = ("client",)
    search_fields = ("title", "key", "action", "client__name")
    fields = (
        "number",
        "key",
        "title",
        "client",
        "effect",
        "status",
        "subject",
        "workflow",
        "action",
        document("conditions"),
        document("obligation"),
        document("limit"),
        words("reason"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Return the paths, those of what is covered first."""
        return [*coverage_paths(self.admin_site), *super().get_urls()]


@admin.register(BoundaryVersion, site=site)
class BoundaryVersionAdmin(LeadAdmin):
    """Which rules were in force when?"""

    known_by = "number"
    ordering = ("-published_at",)
    list_display = (
        "number",
        "client",
        text("proposed_by__user__name", title="proposed by"),
        text("published_by__user__name", title="published by"),
        when("published_at"),
        "content_hash",
    )
    list_filter = (ByClient,)
    list_select_related = ("client", "proposed_by__user", "published_by__user")
    search_fields = ("client__name", "content_hash", "number__exact")
    fields = (
        "number",
        "client",
        "proposed_by",
        "published_by",
        when("published_at"),
        "content_hash",
        document("document"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Return the paths, those of the platform's own rules first."""
        return [*guardrail_paths(self.admin_site), *super().get_urls()]
