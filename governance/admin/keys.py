"""The keys of agents: which are live, until when? Of a key itself nothing is shown."""

from django.contrib import admin

from agents.models import AgentKey
from governance.selectors import oversight
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site


@admin.register(AgentKey, site=site)
class AgentKeyAdmin(LeadAdmin):
    """With which keys do agents come?"""

    known_by = "prefix"
    ordering = ("-issued_at",)
    list_display = (
        "prefix",
        text("agent__name", title="agent"),
        "client",
        when("issued_at"),
        when("expires_at", nothing="never"),
        when("revoked_at"),
    )
    list_filter = (ByClient, question("state", oversight.AGENT_KEY))
    list_select_related = ("agent", "client")
    search_fields = ("prefix", "agent__name", "client__name")
    fields = list_display
