"""One signed request to a target (Standard Webhooks), and its answer."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import httpx2
from standardwebhooks import Webhook

from agents.egress import Destination, Limits, check
from agents.runners.cutting import CutOff

_ANSWER_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: ``id`` is signed with the body, so the target can trust it.

    There is a signature for each of the ``secrets``: the target needs to know one.
    """

    method: Literal["GET", "POST"]
    url: str
    id: str
    body: str
    secrets: tuple[str, ...]
    limits: Limits
    timeout_seconds: float


def exchange(message: Message) -> tuple[int, dict[str, Any]]:
    """Send a message and return the answer's status, and its JSON object or nothing.

    It takes no longer than the message may, to the last byte of the answer.

    Raises:
        EgressRefusedError: runners may not connect to this address.
        httpx2.HTTPError: there was no whole answer.
    """
    destination = check(message.url, message.limits)
    with CutOff(message.timeout_seconds) as cut:
        try:
            return _exchanged(message, destination, cut)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            # Nothing has left: that is known, whatever the time.
            raise
        except httpx2.HTTPError as error:
            if cut.is_over:
                raise httpx2.ReadTimeout("the answer took too long") from error
            raise


def _exchanged(
    message: Message, destination: Destination, cut: CutOff
) -> tuple[int, dict[str, Any]]:
    with (
        httpx2.Client(timeout=message.timeout_seconds, trust_env=False) as client,
        client.stream(
            message.method,
            destination.url,
            content=message.body.encode(),
            headers=_headers(message, destination),
            extensions={"sni_hostname": destination.host, "trace": cut.watch},
        ) as response,
    ):
        return response.status_code, _answer(response)


def _headers(message: Message, destination: Destination) -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "host": destination.host_header,
        "content-type": "application/json",
        "user-agent": "remit",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(
            Webhook(secret).sign(message.id, now, message.body)
            for secret in message.secrets
        ),
    }


def _answer(response: httpx2.Response) -> dict[str, Any]:
    read = bytearray()
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) > _ANSWER_LIMIT:
            return {}
    try:
        answer = json.loads(read)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
