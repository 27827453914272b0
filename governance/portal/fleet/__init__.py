"""Agents: who answers for them, what they may do, and the halt button."""
