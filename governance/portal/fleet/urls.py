"""The paths of these pages, below /c/<client>/."""

from django.urls import path

from governance.portal.fleet import (
    clearance_views,
    key_views,
    owner_views,
    registering,
    time_views,
    views,
)

_AGENT = "agents/<uuid:agent_id>"

urlpatterns = [
    path("agents/", views.agents, name="agents"),
    path("agents/new/", registering.new, name="agent-new"),
    path("agents/register/", registering.register, name="agent-register"),
    path(f"{_AGENT}/", views.agent, name="agent"),
    path(f"{_AGENT}/first/", views.first, name="agent-first"),
    path(f"{_AGENT}/edit/", registering.edit, name="agent-edit"),
    path(f"{_AGENT}/describe/", registering.describe, name="agent-describe"),
    path(f"{_AGENT}/owners/", owner_views.owners, name="owners"),
    path(f"{_AGENT}/owners/name/", owner_views.name, name="owner-name"),
    path("owners/<uuid:ownership_id>/end/", time_views.end, name="owner-end"),
    path("owners/<uuid:ownership_id>/accept/", owner_views.accept, name="owner-accept"),
    path(
        "owners/<uuid:ownership_id>/withdraw/",
        owner_views.withdraw,
        name="owner-withdraw",
    ),
    path(f"{_AGENT}/keys/", key_views.keys, name="keys"),
    path(f"{_AGENT}/keys/issue/", key_views.issue, name="key-issue"),
    path("keys/<uuid:key_id>/end/", key_views.end, name="key-end"),
    path("keys/<uuid:key_id>/revoke/", key_views.revoke, name="key-revoke"),
    path(f"{_AGENT}/clearances/", clearance_views.clearances, name="clearances"),
    path(f"{_AGENT}/clearances/sign/", clearance_views.sign, name="clearance-sign"),
    path(
        "clearances/<uuid:clearance_id>/revoke/",
        clearance_views.revoke,
        name="clearance-revoke",
    ),
]
