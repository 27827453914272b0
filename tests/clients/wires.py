"""Wires between client and server on which things get lost, or stand still."""

import threading
from collections.abc import Callable
from typing import Self

import httpx2

Broken = Callable[[httpx2.Request], httpx2.Response]


class Wire(httpx2.BaseTransport):
    """A real connection that keeps what it carried, and does what the test wants."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self._real = httpx2.HTTPTransport()
        self._next: dict[str, list[Broken]] = {}
        self._flowing = threading.Event()
        self._flowing.set()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._flowing.wait()
        self.requests.append(request)
        end = request.url.path.rpartition("/")[2]
        waiting = self._next.get(end)
        return (
            waiting.pop(0)(request) if waiting else self._real.handle_request(request)
        )

    def close(self) -> None:
        self._flowing.set()
        self._real.close()

    def lose_answer(self, end: str) -> Self:
        """Carry the next request to a path that ends so, and lose its answer."""
        return self._then(end, self._lose)

    def refuse(self, end: str, status: int) -> Self:
        """Answer the next request there as a busy server does."""
        busy = httpx2.Response(status, headers={"Retry-After": "0"})
        return self._then(end, lambda _: busy)

    def freeze(self) -> None:
        """Let nothing through, as for a process that was stopped."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Let everything through again."""
        self._flowing.set()

    def keys(self, end: str) -> list[str]:
        """Return the keys of the requests to paths that end so."""
        return [
            one.headers["Idempotency-Key"]
            for one in self.requests
            if one.method == "POST" and one.url.path.endswith(f"/{end}")
        ]

    def _then(self, end: str, broken: Broken) -> Self:
        self._next.setdefault(end, []).append(broken)
        return self

    def _lose(self, request: httpx2.Request) -> httpx2.Response:
        self._real.handle_request(request).read()
        raise httpx2.ReadError("connection reset", request=request)
