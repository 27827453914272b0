"""A test message: of a type of its own, so that no target does anything about it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from agents.egress import Limits
from agents.runners.exchange import Message
from agents.runners.posting import Seen, post

TRIAL_TYPE = "remit.test"


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a test message goes."""

    id: UUID
    url: str
    secrets: tuple[str, ...]
    limits: Limits
    timeout_seconds: float


def send_trial(trial: Trial) -> Seen:
    """Send a test message, signed like any other; return what came back."""
    return post(_message(trial))


def _message(trial: Trial) -> Message:
    now = datetime.now(UTC).isoformat()
    said = {"type": TRIAL_TYPE, "timestamp": now, "data": {}}
    return Message(
        method="POST",
        url=trial.url,
        id=str(trial.id),
        body=json.dumps(said, separators=(",", ":")),
        secrets=trial.secrets,
        limits=trial.limits,
        timeout_seconds=trial.timeout_seconds,
    )
