"""The keys of agents: which are live, until when? Of a key itself nothing is shown."""

from django.contrib import admin

from agents.models import AgentKey
from agents.services import revoke_key
from governance.selectors import oversight
from tenants.admin.acts import Act
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site

_REVOKING = Act(
    name="revoke",
    verb="Revoke",
    purpose="to revoke it",
    title="Revoke the key {}",
    done="You revoked the key {}. The next request with it is refused.",
    named=lambda key: f"{key.prefix} of {key.agent}",
    is_open=lambda key: key.revoked_at is None,
    effects=lambda key: [
        f"{key.agent} is refused at its next request with this key.",
        "Runs that it has open end when their lease does, unless it has another key.",
        "Nobody can take this back: an admin of the client has to issue another key.",
    ],
    perform=lambda key, lead, why: revoke_key(key, by=lead, reason=why),
)


@admin.register(AgentKey, site=site)
class AgentKeyAdmin(LeadAdmin):
    """With which keys do agents come?"""

    known_by = "prefix"
    acts = (_REVOKING,)
    ordering = ("-issued_at",)
    list_display = (
        "prefix",
        text("agent__name", title="agent"),
        "client",
        when("issued_at"),
        when("last_used_at", title="last used", nothing="never"),
        when("expires_at", nothing="never"),
        when("revoked_at"),
    )
    list_filter = (ByClient, question("state", oversight.AGENT_KEY))
    list_select_related = ("agent", "client")
    search_fields = ("prefix", "agent__name", "client__name")
    fields = list_display
