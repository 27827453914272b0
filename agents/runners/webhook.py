"""A runner that sends a signed request (Standard Webhooks) and reads the answer.

What cannot be told apart is unknown: a request that left may have had its effect,
whatever happened to the answer.
"""

import json
from datetime import UTC, datetime
from typing import Any

import httpx2

from agents.egress import EgressRefusedError
from agents.runners.exchange import Message, exchange
from agents.runners.reports import Order, Report, Result

# 408 says that the request may have been read: that is doubt, not refusal.
_REFUSALS = frozenset(range(400, 500)) - {408}
_SUCCESS = range(200, 300)


def send_webhook(order: Order) -> Report:
    """Send the action, signed, with the intent's id as the webhook's id."""
    try:
        status, answer = exchange(_message(order))
    except EgressRefusedError as error:
        return Report(Result.FAILED_CLEAN, f"Not sent: {error}")
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        return Report(Result.FAILED_CLEAN, f"Not sent, no connection: {error}.")
    except httpx2.TimeoutException:
        waited = f"{order.timeout_seconds:g} seconds"
        return Report(Result.UNKNOWN, f"Sent, and no answer within {waited}.")
    except httpx2.HTTPError as error:
        return Report(Result.UNKNOWN, f"Sent, and the connection broke: {error}.")
    return _read(status, answer)


def _read(status: int, answer: dict[str, Any]) -> Report:
    if status in _SUCCESS:
        reference = answer.get("reference")
        told = f" Reference {reference}." if isinstance(reference, str) else ""
        return Report(Result.DONE, f"Accepted.{told}", evidence=answer)
    if status in _REFUSALS:
        why = answer.get("reason") or answer.get("detail") or f"status {status}"
        return Report(Result.FAILED_CLEAN, f"Not accepted: {why}.", evidence=answer)
    return Report(Result.UNKNOWN, f"Sent, and the answer was an error ({status}).")


def _message(order: Order) -> Message:
    said: dict[str, Any] = {
        "type": order.action,
        "timestamp": datetime.now(UTC).isoformat(),
        "data": {
            "intent": str(order.intent),
            "action": order.action,
            "parameters": dict(order.parameters),
            # A worker that was frozen in between sends what is lost already.
            "not_after": order.not_after.isoformat(),
        },
    }
    return Message(
        method="POST",
        url=order.url,
        id=str(order.intent),
        body=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        secrets=order.secrets,
        limits=order.limits,
        timeout_seconds=order.timeout_seconds,
    )
