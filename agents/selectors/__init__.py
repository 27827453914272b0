"""Reads: whose key this is, who answers for an agent, what it can do."""

from agents.selectors.callers import Caller, TooOften, caller_for_key
from agents.selectors.connections import egress_limits, runner_secrets
from agents.selectors.declared import (
    ask_current_action_type,
    current_action_type,
    current_action_types,
)
from agents.selectors.keys import key_by_id, keys_of, live_keys
from agents.selectors.owners import (
    absence_by_id,
    absences_of,
    accountable,
    agent_by_id,
    answering,
    ask_accountable,
    count_agents,
    deputised,
    holding,
    line_of,
    owner_of_record,
    ownership_by_id,
    ownerships,
)

__all__ = [
    "Caller",
    "TooOften",
    "absence_by_id",
    "absences_of",
    "accountable",
    "agent_by_id",
    "answering",
    "ask_accountable",
    "ask_current_action_type",
    "caller_for_key",
    "count_agents",
    "current_action_type",
    "current_action_types",
    "deputised",
    "egress_limits",
    "holding",
    "key_by_id",
    "keys_of",
    "line_of",
    "live_keys",
    "owner_of_record",
    "ownership_by_id",
    "ownerships",
    "runner_secrets",
]
