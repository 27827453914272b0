"""The routes of the admin, by what they are about."""

from typing import Any

from tests.leads import PAGES

# Below admin/: for governance leads, who read across clients.
ADMIN_SITE = [
    "",
    "search/",
    "logout/",
    "password_change/",
    "password_change/done/",
    "jsi18n/",
    "enter/<uuid:client_id>/",
    "tenants/client/found/",
    "governance/boundaryrule/coverage/",
    "governance/boundaryrule/uses/",
    "governance/boundaryversion/guardrails/",
    "governance/boundaryversion/guardrails/new/",
    "governance/boundaryversion/guardrails/guardrail/",
    "governance/boundaryversion/guardrails/version/",
    "^(?P<app_label>tenants|audit|agents|governance)/$",
    "(?P<url>.*)$",
]
ADMIN_PAGES = [
    "",
    "add/",
    "<path:object_id>/history/",
    "<path:object_id>/delete/",
    "<path:object_id>/change/",
    "<path:object_id>/",
]


# What a lead does to a row, below its page: by each model's own acts.
ADMIN_ACTS = {
    "agents.Agent": ["halt", "lift"],
    "agents.AgentKey": ["revoke"],
    "governance.Clearance": ["countersign", "revoke"],
    "governance.Halt": ["lift"],
    "governance.Workflow": ["halt", "lift"],
    "tenants.Client": ["halt", "lift"],
    "tenants.Invitation": ["send-again", "withdraw"],
    "tenants.Membership": ["suspend", "restore"],
}


def act_pages(model: Any) -> list[str]:
    """Return the pages of what can be done to a row of this model."""
    acts = ADMIN_ACTS.get(model._meta.label, [])
    return [f"<path:object_id>/{act}/" for act in acts]


def admin_routes() -> dict[str, Any]:
    """Return the routes of the admin, each with the model that it is about, or None."""
    of_models = {
        f"{model._meta.label_lower.replace('.', '/')}/{page}": model
        for model in PAGES
        for page in [*ADMIN_PAGES, *act_pages(model)]
    }
    return dict.fromkeys(ADMIN_SITE) | of_models
