"""A test message: of a type of its own, so that no target does anything about it."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import httpx2

from agents.egress import EgressRefusedError, Limits
from agents.runners.exchange import Message, exchange

TRIAL_TYPE = "remit.test"
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a test message goes."""

    id: UUID
    url: str
    secrets: tuple[str, ...]
    limits: Limits
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back: ``taken`` if the target said that all is well."""

    taken: bool
    summary: str


def send_trial(trial: Trial) -> Seen:
    """Send a test message, signed like any other; return what came back."""
    began = time.monotonic()
    try:
        status, _ = exchange(_message(trial))
    except EgressRefusedError as error:
        return Seen(taken=False, summary=f"It was not sent: {error}")
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        told = f"It was not sent, there is no connection: {error}."
        return Seen(taken=False, summary=told)
    except httpx2.TimeoutException:
        waited = f"{trial.timeout_seconds:g} seconds"
        return Seen(taken=False, summary=f"There was no answer within {waited}.")
    except httpx2.HTTPError as error:
        return Seen(taken=False, summary=f"The connection broke: {error}.")
    took = round((time.monotonic() - began) * 1000)
    return Seen(
        taken=status in _SUCCESS,
        summary=f"It was answered with status {status} after {took:,} ms.",
    )


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
