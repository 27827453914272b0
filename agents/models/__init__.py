"""Agents, who answers for them, what they can do."""

from agents.models.actions import (
    ActionType,
    EffectClass,
    Performer,
    Reversibility,
    Runner,
    RunnerKind,
)
from agents.models.registry import Agent, AgentKey, OwnerRole, Ownership

__all__ = [
    "ActionType",
    "Agent",
    "AgentKey",
    "EffectClass",
    "OwnerRole",
    "Ownership",
    "Performer",
    "Reversibility",
    "Runner",
    "RunnerKind",
]
