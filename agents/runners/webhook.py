"""A runner that sends a signed request (Standard Webhooks) and reads the answer.

What cannot be told apart is unknown: a request that left may have had its effect,
whatever happened to the answer.
"""

import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx2
from django.conf import settings
from standardwebhooks import Webhook

from agents.egress import Destination, EgressRefusedError, check
from agents.runners.reports import Order, Report, Result

_ANSWER_LIMIT = 65_536
# 408 says that the request may have been read: that is doubt, not refusal.
_REFUSALS = frozenset(range(400, 500)) - {408}
_SUCCESS = range(200, 300)


def send_webhook(order: Order) -> Report:
    """Send the action, signed, with the intent's id as the webhook's id."""
    body = json.dumps(_message(order), ensure_ascii=False, separators=(",", ":"))
    try:
        status, answer = _exchange(order, body=body)
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


def _message(order: Order) -> dict[str, Any]:
    return {
        "type": order.action,
        "timestamp": datetime.now(UTC).isoformat(),
        "data": {
            "intent": str(order.intent),
            "action": order.action,
            "parameters": dict(order.parameters),
        },
    }


def _exchange(order: Order, *, body: str) -> tuple[int, dict[str, Any]]:
    destination = check(order.url, allowed=settings.EGRESS_ALLOWED)
    deadline = time.monotonic() + order.timeout_seconds
    with (
        httpx2.Client(timeout=order.timeout_seconds, trust_env=False) as client,
        client.stream(
            "POST",
            destination.url,
            content=body.encode(),
            headers=_headers(order, destination, body),
            extensions={"sni_hostname": destination.host},
        ) as response,
    ):
        return response.status_code, _answer(response, deadline)


def _headers(order: Order, destination: Destination, body: str) -> dict[str, str]:
    now = datetime.now(UTC)
    signature = Webhook(order.secret).sign(str(order.intent), now, body)
    return {
        "host": destination.host_header,
        "content-type": "application/json",
        "user-agent": "remit",
        "webhook-id": str(order.intent),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


def _answer(response: httpx2.Response, deadline: float) -> dict[str, Any]:
    read = bytearray()
    for chunk in response.iter_bytes():
        read += chunk
        # A limit on each read is not one on the whole: an answer may drip.
        if time.monotonic() > deadline:
            raise httpx2.ReadTimeout("the answer took too long")
        if len(read) > _ANSWER_LIMIT:
            return {}
    try:
        answer = json.loads(read)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
