"""Posting a signed message that has no effect, and telling in words what came back."""

import time
from dataclasses import dataclass

import httpx2

from agents.egress import EgressRefusedError
from agents.runners.exchange import Message, exchange

_SUCCESS = range(200, 300)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back: ``taken`` if the target said that all is well.

    ``gone`` if it said that it wants no such messages any more.
    """

    taken: bool
    summary: str
    gone: bool = False


def post(message: Message) -> Seen:
    """Send a message and return what came back; nothing is raised."""
    began = time.monotonic()
    try:
        status, _ = exchange(message)
    except EgressRefusedError as error:
        return Seen(taken=False, summary=f"It was not sent: {error}")
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        told = f"It was not sent, there is no connection: {error}."
        return Seen(taken=False, summary=told)
    except httpx2.TimeoutException:
        waited = f"{message.timeout_seconds:g} seconds"
        return Seen(taken=False, summary=f"There was no answer within {waited}.")
    except httpx2.HTTPError as error:
        return Seen(taken=False, summary=f"The connection broke: {error}.")
    took = round((time.monotonic() - began) * 1000)
    return Seen(
        taken=status in _SUCCESS,
        summary=f"It was answered with status {status} after {took:,} ms.",
        gone=status == _GONE,
    )
