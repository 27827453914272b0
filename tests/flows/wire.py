"""Requests as bytes on the wire, which no client would let anybody send."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from urllib.parse import urlsplit

_PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


def exchange(
    address: str,
    line: bytes,
    *headers: bytes,
    body: bytes = b"",
    host: bytes = b"localhost",
) -> Answer:
    """Send a request line, headers and a body as they are, and return the answer."""
    parts = urlsplit(address)
    head = [line + b" HTTP/1.1", b"Host: " + host, b"Connection: close", *headers]
    where = (parts.hostname or "", parts.port or 0)
    with socket.create_connection(where, timeout=_PATIENCE_SECONDS) as wire:
        # It may be refused before all of it is sent: the answer is there to read.
        with suppress(BrokenPipeError, ConnectionResetError):
            wire.sendall(b"\r\n".join(head) + b"\r\n\r\n" + body)
        answer = HTTPResponse(wire, method=line.split()[0].decode())
        answer.begin()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
