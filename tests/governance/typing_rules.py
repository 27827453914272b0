"""A rule as an admin types it, and what the pages of boundaries then hold."""

import re

from governance.models import BoundaryRule
from tenants.models import Membership
from tests.cast import Cast
from tests.governance.seen import visit

HOSTILE = "<script>alert(1)</script>"
TYPED = {
    "title": "Fees of our suppliers",
    "key": "fees",
    "subject": "*",
    "workflow": "*",
    "action": "payment.send",
    "join": "all",
    "effect": "checkpoint",
    "group": "Finance",
    "kind": "four_eyes",
    "quorum": "1",
    "minutes": "90",
    "reason": "Somebody looks.",
    "status": "active",
    "count": "3",
    "row-0-field": "parameters.amount",
    "row-0-op": "more_than",
    "row-0-value": "500.00 EUR",
    "row-1-field": "facts.supplier.status",
    "row-1-op": "one_of",
    "row-1-value": "approved, known",
    "row-1-negated": "on",
    "row-2-field": "",
    "row-2-op": "equals",
    "row-2-value": "",
    "limit_of": "sum",
    "limit_field": "parameters.amount",
    "limit_most": "2000.00 EUR",
    "limit_per": "parameters.supplier_id, agent.id",
    "limit_window": "day",
}
WRITE = "boundaries/rules/write/"


def shown_hash(cast: Cast, who: Membership) -> str:
    page = visit(cast, who, "boundaries/").content.decode()
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def rule_of(cast: Cast, key: str) -> BoundaryRule:
    with cast.scope():
        return BoundaryRule.objects.get(key=key)
