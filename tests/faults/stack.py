"""Everything that `manage.py up` runs, in processes that a test may kill and freeze."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2

from config.embedded import children
from config.embedded.children import Child
from tests.cast import Cast
from tests.faults.orders import Orders
from tests.faults.programs import SHORT, programs
from tests.history.reading import Payment
from tests.ports import free_port
from tests.processes import eventually

T = TypeVar("T")

# One for all, because making one takes long; no connection is kept, because whoever
# is at its other end may be killed.
_HTTP = httpx2.Client(
    trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
)

_ANSWER_SECONDS = 30
# How long a process may take to begin, and work to be done, on a busy machine.
_START_SECONDS = 120
_PATIENCE_SECONDS = 120


class Stack:
    """The processes by name; whoever is wanted and has ended is started again."""

    def __init__(self, folder: Path) -> None:
        """Lay everything out below a folder; nothing runs yet."""
        self.folder = folder
        self.orders = Orders(folder / "orders")
        bank = urlsplit(os.environ["BANK_URL"]).port or 0
        self.ports = {"bank": bank, "web": free_port(), "web-short": free_port()}
        env = {**os.environ, **SHORT, "FAULT_POINTS": str(self.orders.folder)}
        self._programs = programs(folder, env, self.ports)
        self._running: dict[str, Child] = {}

    def start(self, *names: str) -> None:
        """Start these, and again whenever they have ended."""
        for name in names:
            if name not in self._running:
                self._running[name] = self._launch(name)

    def stop(self, *names: str) -> None:
        """End these for good, as an operator would."""
        ending = [self._running.pop(name) for name in names if name in self._running]
        for child in ending:
            child.ask_to_stop()
        for child in ending:
            child.stop()

    def kill(self, *names: str) -> None:
        """Kill these and all that they started; whoever waits starts them again."""
        for name in names:
            if name in self._running:
                self._running[name].kill_session()

    def pid(self, name: str) -> int:
        """Return the number of a process."""
        return self._running[name].pid

    def below(self, name: str) -> list[int]:
        """Return the processes that a process has started."""
        group = self.pid(name)
        return [one for one in members(group) if one != group]

    def revive(self) -> None:
        """Start again whoever has ended."""
        for name, child in self._running.items():
            if child.exit_code() is not None:
                child.kill_session()
                self._running[name] = self._launch(name)

    def until(self, look: Callable[[], T | None]) -> T:
        """Return the first true answer, while whoever ends is started again."""

        def looking() -> T | None:
            self.revive()
            return look()

        return eventually(looking, seconds=_PATIENCE_SECONDS)

    def ready(self) -> None:
        """Wait until all that was started answers or says that it works."""
        for name in self._running:
            eventually(partial(self._is_ready, name), seconds=_START_SECONDS)

    @contextmanager
    def without(self, *names: str) -> Iterator[None]:
        """End these for a while."""
        self.stop(*names)
        try:
            yield
        finally:
            self.start(*names)

    @contextmanager
    def also(self, *names: str) -> Iterator[None]:
        """Run these too, for a while."""
        self.start(*names)
        self.ready()
        try:
            yield
        finally:
            self.stop(*names)

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """Freeze those of these that run, with all that they started, for a while."""
        groups = [self.pid(name) for name in names if name in self._running]
        for group in groups:
            os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            for group in groups:
                os.killpg(group, signal.SIGCONT)

    def logs(self) -> list[Path]:
        """Return all that has been said by now."""
        return sorted(self.folder.glob("*.log"))

    def payments(self) -> list[Payment]:
        """Return the bank's book."""
        answer = _HTTP.get(f"{os.environ['BANK_URL']}/payments")
        return list(answer.json()["payments"])

    def call(
        self,
        cast: Cast,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        to: str = "web",
        seconds: float = _ANSWER_SECONDS,
    ) -> httpx2.Response:
        """Call the API as the agent, over the network, once somebody listens there."""
        sent: dict[str, Any] = {
            "url": f"{self._url(to)}/api/v1/{path}",
            "headers": _headers(cast, key),
            "timeout": seconds,
        }
        if body is not None:
            whole = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent["content"] = whole

        def attempt() -> httpx2.Response | None:
            # Nobody has heard it, so it may be said again.
            with suppress(httpx2.ConnectError):
                return _HTTP.request(method, **sent)
            return None

        return eventually(attempt, seconds=_START_SECONDS)

    def _url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def _launch(self, name: str) -> Child:
        return children.start(self._programs[name], log=self._log(name))

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _is_ready(self, name: str) -> bool:
        # Who has ended will never be ready, and has said why.
        ended = self._running[name].exit_code() is not None
        assert not ended, self._log(name).read_text(encoding="utf-8")
        if name.startswith("worker"):
            return " ready." in self._log(name).read_text(encoding="utf-8")
        path = "/payments" if name == "bank" else "/healthz"
        try:
            # What answers nothing, the clock and the sweeper, is never waited for.
            return (
                name not in self.ports
                or _HTTP.get(self._url(name) + path).status_code == 200
            )
        except httpx2.HTTPError:
            return False


def members(group: int) -> list[int]:
    """Return the processes of a group."""
    found = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
    return [one for one in found if _group_of(one) == group]


def _group_of(process: int) -> int | None:
    with suppress(ProcessLookupError):
        return os.getpgid(process)
    return None


def _headers(cast: Cast, key: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {cast.key}",
        "Idempotency-Key": key or str(uuid4()),
        "Content-Type": "application/json",
    }
