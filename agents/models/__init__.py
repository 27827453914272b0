"""Agents, who answers for them, what they can do."""

from agents.models.accountability import Absence, Accountability
from agents.models.actions import (
    ActionType,
    EffectClass,
    Performer,
    Reversibility,
)
from agents.models.connections import AllowedHost, Runner, RunnerKind, RunnerSecret
from agents.models.registry import Agent, AgentKey, OwnerRole, Ownership

__all__ = [
    "Absence",
    "Accountability",
    "ActionType",
    "Agent",
    "AgentKey",
    "AllowedHost",
    "EffectClass",
    "OwnerRole",
    "Ownership",
    "Performer",
    "Reversibility",
    "Runner",
    "RunnerKind",
    "RunnerSecret",
]
