"""A thin client of Remit's agent API, version 1.

Every POST carries an idempotency key, so that asking again after a broken connection,
or after a restart, gets the first answer again instead of a second run or payment.
"""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2

Json = dict[str, Any]
FINAL = frozenset({"refused", "succeeded", "failed", "unknown", "expired", "cancelled"})
TRY_LATER = frozenset({429, 502, 503, 504})
ATTEMPTS = 6
LONGEST_PAUSE_SECONDS = 30.0
# Longer than the longest poll that the platform offers (25 seconds).
TIMEOUT = httpx2.Timeout(40.0, connect=5.0)


class RemitError(Exception):
    """Remit answered with an error (problem+json, RFC 9457)."""

    def __init__(self, *, status: int, problem: Json) -> None:
        self.status = status
        self.title = str(problem.get("title") or f"HTTP {status}")
        self.detail = str(problem.get("detail") or "")
        errors = problem.get("errors")
        self.errors: list[Json] = errors if isinstance(errors, list) else []
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        fields = [f"{each.get('field')}: {each.get('detail')}" for each in self.errors]
        said = "; ".join(fields) or self.detail
        return f"{self.title}: {said}" if said else self.title


class KeyRefusedError(RemitError):
    """The key is unknown, withdrawn, or may not do this (401, 403)."""


class UnreachableError(Exception):
    """Remit could not be reached, or asked to come back later, too many times."""


class RemitClient:
    """Speaks for one agent. `pause` waits that many seconds; tests replace it."""

    def __init__(
        self,
        *,
        url: str,
        key: str,
        transport: httpx2.BaseTransport | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._http = httpx2.Client(
            base_url=f"{url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {key}"},
            timeout=TIMEOUT,
            transport=transport,
            # Remit stands in the same network: no proxy for the rest of the world.
            trust_env=False,
        )

    def me(self) -> Json:
        """Return who this agent is, who answers for it and what it may do."""
        return self._call("GET", "agent")[0]

    def open_run(self, *, key: str, workflow: str, subject: str, given: Json) -> Json:
        """Open a run, or return the one that this key has opened before."""
        body = {"workflow": workflow, "subject": subject, "input": given}
        return self._post("runs", key=key, body=body)

    def run(self, *, run: str) -> Json:
        """Return a run as it is now."""
        return self._call("GET", f"runs/{run}")[0]

    def heartbeat(self, *, run: str, fence: int, save_point: Json) -> Json:
        """Say that a run is alive; the answer's `directive` may be "stop"."""
        body = {"fence": fence, "save_point": save_point}
        return self._post(f"runs/{run}/heartbeat", key=uuid4().hex, body=body)

    def note(self, *, key: str, run: str, text: str, data: Json | None = None) -> None:
        """Leave a note on a run."""
        body: Json = {"text": text}
        if data:
            body["data"] = data
        self._post(f"runs/{run}/notes", key=key, body=body)

    def complete(self, *, key: str, run: str, summary: str) -> None:
        """Say that a run is finished."""
        self._post(f"runs/{run}/complete", key=key, body={"summary": summary})

    def interrupt(self, *, key: str, run: str, body: Json) -> None:
        """Say that a run stopped midway: reason, last_safe_point, side_effects."""
        self._post(f"runs/{run}/interrupt", key=key, body=body)

    def ask(self, *, key: str, body: Json) -> Json:
        """Ask for an action, or return the one that this key has asked for before."""
        return self._post("actions", key=key, body=body)

    def action(self, *, action: str, wait: int = 0) -> Json:
        """Return an action, waiting up to `wait` seconds for it to change.

        When Remit is too busy to wait, this waits here for as long as it was told,
        but no longer than asked.
        """
        answer, retry_after = self._call("GET", f"actions/{action}?wait={wait}")
        if wait and retry_after is not None and answer.get("status") not in FINAL:
            self._pause(min(retry_after, float(wait)))
        return answer

    def _post(self, path: str, *, key: str, body: Json) -> Json:
        return self._call("POST", path, key=key, body=body)[0]

    def _call(
        self, method: str, path: str, *, key: str = "", body: Json | None = None
    ) -> tuple[Json, float | None]:
        """Return the answer and its Retry-After, trying again where that may help.

        Raises RemitError, KeyRefusedError or UnreachableError.
        """
        headers = {"Idempotency-Key": key} if key else {}
        trouble = ""
        for attempt in range(ATTEMPTS):
            patience = min(2.0**attempt / 2, LONGEST_PAUSE_SECONDS)
            try:
                response = self._http.request(method, path, headers=headers, json=body)
            except httpx2.TransportError as error:
                trouble = str(error) or type(error).__name__
            else:
                retry_after = _retry_after(response)
                if not _may_help_later(response, retry_after):
                    return _answer(response), retry_after
                trouble = f"HTTP {response.status_code}"
                patience = max(patience, retry_after or 0.0)
            if attempt + 1 < ATTEMPTS:
                self._pause(min(patience, LONGEST_PAUSE_SECONDS))
        raise UnreachableError(f"{method} {path}: {trouble}")


def _may_help_later(response: httpx2.Response, retry_after: float | None) -> bool:
    # 409 with Retry-After: the first request with the same key is still at work.
    still_at_work = response.status_code == 409 and retry_after is not None
    return response.status_code in TRY_LATER or still_at_work


def _retry_after(response: httpx2.Response) -> float | None:
    """Return Retry-After in seconds; None when absent or given as a date."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _answer(response: httpx2.Response) -> Json:
    try:
        body = response.json()
    except ValueError:
        body = None
    answer = body if isinstance(body, dict) else {}
    if response.is_success and isinstance(body, dict):
        return answer
    refused = response.status_code in {401, 403}
    error = KeyRefusedError if refused else RemitError
    raise error(status=response.status_code, problem=answer)
