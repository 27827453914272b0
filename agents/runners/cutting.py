"""Cutting a connection that lasts too long, whatever its other side still sends.

A limit on each read is not one on the whole: a target that sends one byte of its
answer now and then would hold a worker for as long as it likes.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import Any, Self

_OPENED = {"connection.connect_tcp.complete", "connection.start_tls.complete"}


class CutOff:
    """Cuts what ``watch`` has seen being opened when its seconds are over."""

    def __init__(self, seconds: float) -> None:
        """Begin with nothing to cut; the time runs from ``__enter__`` on."""
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = Timer(seconds, self._cut)
        # A worker that is told to go does not wait for it.
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Let the time run."""
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Cut nothing any more."""
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Keep the socket of a connection; httpcore's ``trace`` extension calls it."""
        if event in _OPENED:
            self._socket = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        self.is_over = True
        if self._socket is not None:
            # Past TLS, whose own way of ending would wait for the other side; whoever
            # reads at this moment is woken by it.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
