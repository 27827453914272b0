"""One call over HTTP, tried again for as long as that may help and is safe.

A call that does something carries a key, made once and kept over all its tries:
whichever of them was carried out, Remit gives them all the same answer.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2

from remit_client.errors import RemitError, Unreachable, problem
from remit_client.models import Json

# Longer than Remit lets a statement take; a wait that was asked for is added.
ATTEMPT_SECONDS = 20.0
CONNECT_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
_TRY_LATER = frozenset({429, 502, 503, 504})
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One call; ``wait`` is for how many seconds Remit was asked to wait."""

    method: str
    path: str
    body: Json | None = None
    key: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What Remit answered; ``replayed`` is the answer to an earlier call by the key."""

    body: Json
    replayed: bool = False
    retry_after: float | None = None


def new_key() -> str:
    """Return a key that no other call has."""
    return uuid4().hex


class Transport:
    """Sends calls as one agent. Threads may share it."""

    def __init__(
        self,
        *,
        base_url: str,
        key: str,
        timeout: float,
        traceparent: Callable[[], str | None] = lambda: None,
        transport: httpx2.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if urlsplit(base_url).scheme not in {"http", "https"}:
            raise ValueError("base_url has to begin with http:// or https://")
        if not _is_printable(key):
            raise ValueError("key has to be an agent's key, as Remit has shown it")
        self._timeout = timeout
        self._clock = clock
        self._traceparent = traceparent
        self.pause = pause
        self._http = httpx2.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {key}"},
            transport=transport,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, call: Call, *, timeout: float | None = None) -> Answer:
        """Return the answer to a call; all its tries take ``timeout`` seconds at most.

        Raises:
            Problem: Remit has answered with an error that trying again would not mend.
            Unreachable: there was no answer in time.
            ValueError: the key is none that can be sent.
        """
        if call.key and not (_is_printable(call.key) and len(call.key) <= _LONGEST_KEY):
            raise ValueError(
                "an idempotency key is 1 to 200 printable ASCII characters"
            )
        end = self._clock() + (timeout or self._timeout) + call.wait
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                response = self._try(call, left=end - self._clock())
                trouble, at_least = _trouble(response)
                if not trouble:
                    return _answer(response)
            except httpx2.TransportError as error:
                trouble, at_least = str(error) or type(error).__name__, 0.0
            resting = max(at_least, pause * random.uniform(0.5, 1.0))  # noqa: S311
            if self._clock() + resting >= end:
                raise Unreachable(f"{call.method} {call.path}: {trouble}")
            self.pause(resting)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _try(self, call: Call, *, left: float) -> httpx2.Response:
        longest = max(0.1, min(ATTEMPT_SECONDS + call.wait, left))
        return self._http.request(
            call.method,
            call.path,
            headers=self._headers(call),
            json=call.body,
            timeout=httpx2.Timeout(longest, connect=min(CONNECT_SECONDS, longest)),
        )

    def _headers(self, call: Call) -> dict[str, str]:
        told = {"Idempotency-Key": call.key, "traceparent": self._traceparent()}
        return {name: value for name, value in told.items() if value}


def _trouble(response: httpx2.Response) -> tuple[str, float]:
    """Return why to try again, and after how many seconds at least; "" when done."""
    retry_after = _retry_after(response)
    # 409 with Retry-After: an earlier try with the same key is still at work.
    at_work = response.status_code == 409 and retry_after is not None
    if response.status_code in _TRY_LATER or at_work:
        return f"HTTP {response.status_code}", retry_after or 0.0
    return "", 0.0


def _answer(response: httpx2.Response) -> Answer:
    body = _object(response)
    if response.is_success and body is not None:
        replayed = response.headers.get("Idempotency-Replayed") == "true"
        return Answer(body, replayed, _retry_after(response))
    if response.is_success:
        raise RemitError("What answers at this address is not Remit's API.")
    raise problem(response.status_code, body or {})


def _object(response: httpx2.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _retry_after(response: httpx2.Response) -> float | None:
    """Return Retry-After in seconds; None when absent or given as a date."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _is_printable(text: str) -> bool:
    return bool(text) and text.isascii() and text.isprintable() and " " not in text
