"""Writes: rules and lists, publishing them together, and the facts they ask for."""

from governance.services.boundaries.guardrails import (
    publish_guardrails,
    write_guardrail,
)
from governance.services.boundaries.lists import change_list, drop_list, write_list
from governance.services.boundaries.proposing import (
    propose_boundary,
    withdraw_proposal,
)
from governance.services.boundaries.publishing import (
    publish_boundary,
    publish_proposal,
)
from governance.services.boundaries.raising import raise_bound
from governance.services.boundaries.registers import load_records
from governance.services.boundaries.restoring import restore_version
from governance.services.boundaries.rules import (
    change_rule,
    draft_rule,
    set_rule_status,
)
from governance.services.boundaries.seconds import demand_second_publisher

__all__ = [
    "change_list",
    "change_rule",
    "demand_second_publisher",
    "draft_rule",
    "drop_list",
    "load_records",
    "propose_boundary",
    "publish_boundary",
    "publish_guardrails",
    "publish_proposal",
    "raise_bound",
    "restore_version",
    "set_rule_status",
    "withdraw_proposal",
    "write_guardrail",
    "write_list",
]
