"""Writes: agents, who answers for them, their keys, and what they can do."""

from agents.services.absences import plan_absence, withdraw_absence
from agents.services.connections import connect_runner
from agents.services.declaring import publish_action_type
from agents.services.hosts import allow_host
from agents.services.keys import end_key, issue_key, revoke_key
from agents.services.owners import (
    accept_ownership,
    end_ownership,
    name_owner,
    withdraw_naming,
)
from agents.services.registry import describe_agent, register_agent

__all__ = [
    "accept_ownership",
    "allow_host",
    "connect_runner",
    "describe_agent",
    "end_key",
    "end_ownership",
    "issue_key",
    "name_owner",
    "plan_absence",
    "publish_action_type",
    "register_agent",
    "revoke_key",
    "withdraw_absence",
    "withdraw_naming",
]
