"""Agents, who answers for them, what they can do."""

from agents.models.actions import (
    ActionType,
    EffectClass,
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
    "Reversibility",
    "Runner",
    "RunnerKind",
]
