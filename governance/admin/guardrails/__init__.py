"""Guardrails: the platform's own rules, which governance leads write and publish."""
