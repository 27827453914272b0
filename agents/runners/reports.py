"""What goes into a runner and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from agents.egress import Limits


class Result(StrEnum):
    """What is known of the effect."""

    DONE = "done"
    FAILED_CLEAN = "failed_clean"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Order:
    """An intended action, with all that carrying it out needs.

    After ``not_after`` it must not be sent any more: others take it for lost then.
    """

    intent: UUID
    action: str
    parameters: Mapping[str, Any]
    facts: Mapping[str, Any]
    url: str
    secrets: tuple[str, ...]
    limits: Limits
    timeout_seconds: float
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to a target: what became of this intent? ``path`` says where."""

    intent: UUID
    path: str
    url: str
    secrets: tuple[str, ...]
    limits: Limits
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a runner saw.

    ``FAILED_CLEAN`` is only for what provably had no effect; any doubt is
    ``UNKNOWN``. ``summary`` is a sentence for people.
    """

    result: Result
    summary: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
