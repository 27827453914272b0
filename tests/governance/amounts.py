"""The bound up to which Acme pays alone, and a question that is about more."""

from config.demo.rules import RULES
from governance.models import BoundaryRule, RuleStatus
from tests.cast import Cast

KEYS = ("pay-small", "pay-larger")
RAISED = {
    "amount": "900.00",
    "reason_pay-small": "Up to 900 EUR an approved supplier is paid without asking.",
    "reason_pay-larger": "Over 900 EUR somebody of Finance confirms.",
}


def lower_again(cast: Cast) -> None:
    """Write the two rules as the demo has them."""
    with cast.scope(cast.ada):
        for rule in RULES:
            if rule["key"] in KEYS:
                rows = BoundaryRule.objects.filter(key=rule["key"])
                written = rows.get()
                written.conditions, written.reason = rule["conditions"], rule["reason"]
                written.status = RuleStatus.ACTIVE
                written.save(update_fields=["conditions", "reason", "status"])


def bound_in(cast: Cast) -> list[str]:
    """Return the amounts that stand in the two rules as they are written."""
    with cast.scope():
        rows = BoundaryRule.objects.filter(key__in=KEYS).order_by("number")
        return [
            str(leaf["value"]["amount"])
            for rule in rows
            for leaf in (rule.conditions or {})["all"]
            if leaf["field"] == "parameters.amount"
        ]
