"""What a line of the catalogue has."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How what was attempted ended."""

    SUCCESS = "success"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: a stable code, the outcome and the sentence."""

    code: str
    outcome: Outcome
    sentence: str
