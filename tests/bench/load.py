"""The side that asks: a process of its own, one thread, connections kept alive.

Sockets and nothing else, so that asking costs a small part of what answering does.
Reads one plan from standard input and writes what came back as one line of JSON.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_PATIENCE_SECONDS = 30
_NUMBER = b"@NUMBER@"
_LARGEST = 1 << 16


@dataclass
class Connection:
    """One of those who ask: one question at a time, the next after the answer."""

    wire: socket.socket
    head: bytes
    body: bytes
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def ask(self, number: bytes) -> None:
        """Send the next question; each has a number of its own."""
        body = self.body.replace(_NUMBER, number)
        head = self.head.replace(_NUMBER, number)
        self.sent_at = time.perf_counter()
        self.wire.sendall(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))

    def hear(self) -> bytes | None:
        """Take in what has come; return the answer once it is whole."""
        self.received += self.wire.recv(_LARGEST)
        head, found, body = bytes(self.received).partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return None
        self.received.clear()
        return head[9:12] + body


@dataclass
class Heard:
    """What came back."""

    seconds: float
    milliseconds: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it with the ids of what was created, and what else was answered."""
        created = [one for one in self.answers if one.startswith(b"201")]
        others = {one[:300].decode() for one in self.answers if one[:3] != b"201"}
        return {
            "seconds": self.seconds,
            "milliseconds": self.milliseconds,
            "ids": [json.loads(one[3:])["id"] for one in created if b'"id"' in one],
            "created": len(created),
            "others": sorted(others),
        }


def main() -> None:
    """Ask as the plan says."""
    plan = json.load(sys.stdin)
    heard = _converse(list(_connections(plan)), plan)
    sys.stdout.write(json.dumps(heard.to_json()))


def _connections(plan: dict[str, Any]) -> Iterator[Connection]:
    for one in plan["questions"]:
        wire = socket.create_connection(
            (plan["host"], plan["port"]), timeout=_PATIENCE_SECONDS
        )
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Connection(wire, one["head"].encode(), one["body"].encode())


def _converse(connections: list[Connection], plan: dict[str, Any]) -> Heard:
    selector = selectors.DefaultSelector()
    numbers = (f"{plan['mark']}-{number}".encode() for number in count())
    begun = time.perf_counter()
    heard = Heard(0.0)
    for one in connections:
        selector.register(one.wire, selectors.EVENT_READ, one)
        one.ask(next(numbers))
    open_ = len(connections)
    while open_:
        for key, _ in selector.select(_PATIENCE_SECONDS):
            one = key.data
            answer = one.hear()
            if answer is None:
                continue
            now = time.perf_counter()
            heard.milliseconds.append((now - one.sent_at) * 1000)
            heard.answers.append(answer)
            if now - begun < plan["seconds"]:
                one.ask(next(numbers))
            else:
                open_ -= 1
    heard.seconds = time.perf_counter() - begun
    return heard


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


if __name__ == "__main__":
    main()
