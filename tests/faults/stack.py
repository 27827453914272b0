"""Everything that `manage.py up` runs, in processes that a test may kill and freeze."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2

from config.embedded import children
from config.embedded.children import Child, Command
from config.supervisor import commands
from config.supervisor.plan import make_plan
from tests.cast import REPOSITORY, Cast
from tests.history.reading import Payment
from tests.processes import eventually, free_port

T = TypeVar("T")

# Shorter than anybody would choose, so that what is lost is found while we watch.
LEASE_SECONDS = 2
SWEEP_SECONDS = 1
_SHORT = {
    "ACTION_LEASE_SECONDS": str(LEASE_SECONDS),
    "RUN_LEASE_SECONDS": str(LEASE_SECONDS),
    "SWEEP_SECONDS": str(SWEEP_SECONDS),
    "LOCK_TIMEOUT_MS": "2000",
    "GRANIAN_RESPAWN_INTERVAL": "0.1",
    "LOG_LEVEL": "INFO",
    "PYTHONUNBUFFERED": "1",
}
# Written into a run when it is opened: only scenarios about silence want it short.
_PATIENT = {"RUN_LEASE_SECONDS": "3600"}
WORKERS = ("worker-1", "worker-2")
# For those who need more hands.
MORE_WORKERS = ("worker-3", "worker-4")
CARRIERS = (*WORKERS, "beat", "sweep")
ALL = ("bank", "web", *CARRIERS)
_ANSWER_SECONDS = 10
# How long a process may take to begin, on a busy machine.
_START_SECONDS = 120


class Stack:
    """The processes by name; whoever is wanted and has ended is started again."""

    def __init__(self, folder: Path) -> None:
        """Lay everything out below a folder; nothing runs yet."""
        self.folder = folder
        self.orders = folder / "orders"
        self.orders.mkdir(parents=True)
        self.ports = {"web": free_port(), "web-short": free_port()}
        self.env = {**os.environ, **_SHORT, "FAULT_POINTS": str(self.orders)}
        self._commands = self._lay_out()
        self._running: dict[str, Child] = {}

    def _lay_out(self) -> dict[str, Command]:
        made = make_plan(source=REPOSITORY, data=self.folder, demo=False, invoices=None)
        plan = replace(made, port=self.ports["web"])
        short = replace(made, port=self.ports["web-short"], data=self.folder / "other")
        bank = ["--port", str(urlsplit(os.environ["BANK_URL"]).port)]
        bank += ["--data", str(self.folder / "bank")]
        return {
            "bank": module("examples.bank", *bank, env=self.env),
            "web": commands.web(plan, {**self.env, **_PATIENT}),
            "web-short": commands.web(short, self.env),
            **{name: worker(self.env) for name in WORKERS + MORE_WORKERS},
            "beat": commands.scheduler(plan, self.env),
            "beat-again": commands.scheduler(short, self.env),
            "sweep": commands.sweeper(plan, self.env),
        }

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

    def kill(self, name: str) -> None:
        """Kill a process and all that it started; whoever waits starts it again."""
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

    def until(self, look: Callable[[], T | None], *, seconds: float = 120) -> T:
        """Return the first true answer, while whoever ends is started again."""

        def looking() -> T | None:
            self.revive()
            return look()

        return eventually(looking, seconds=seconds)

    def ready(self) -> None:
        """Wait until all that was started answers or says that it works."""
        looks: list[Callable[[], bool]] = []
        looks += [
            partial(self._answers, name) for name in self.ports if self._has(name)
        ]
        looks += [
            partial(self._says, name)
            for name in self._running
            if name.startswith("worker")
        ]
        looks += [self._bank_answers] if self._has("bank") else []
        for look in looks:
            eventually(look, seconds=_START_SECONDS)

    def _has(self, name: str) -> bool:
        return name in self._running

    def _bank_answers(self) -> bool:
        with suppress(httpx2.ConnectError):
            return bool(self.payments() or True)
        return False

    def _says(self, name: str) -> bool:
        return " ready." in self.log(name).read_text(encoding="utf-8")

    def _answers(self, name: str) -> bool:
        try:
            return httpx2.get(f"{self.url(name)}/healthz").status_code == 200
        except httpx2.HTTPError:
            return False

    def url(self, name: str = "web") -> str:
        """Return where a web process is."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def _launch(self, name: str) -> Child:
        return children.start(self._commands[name], log=self.log(name))

    def log(self, name: str) -> Path:
        """Return where a process writes what it says."""
        return self.folder / f"{name}.log"

    def logs(self) -> list[Path]:
        """Return all that has been said by now."""
        return sorted(self.folder.glob("*.log"))

    @contextmanager
    def without(self, *names: str) -> Iterator[None]:
        """End these for a while."""
        self.stop(*names)
        yield
        self.start(*names)

    @contextmanager
    def frozen(self, *names: str) -> Iterator[None]:
        """Freeze these, with all that they started, for a while."""
        groups = [self.pid(name) for name in names]
        for group in groups:
            os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            for group in groups:
                os.killpg(group, signal.SIGCONT)

    @contextmanager
    def also(self, *names: str) -> Iterator[None]:
        """Run these too, for a while."""
        self.start(*names)
        self.ready()
        try:
            yield
        finally:
            self.stop(*names)

    def order(self, place: str, what: str = "kill", *, of: object = "") -> None:
        """Have a fault happen at a place of the product, or for one subject only."""
        name = f"{place}@{of}" if of else place
        unfinished = self.orders / f".{name}"
        unfinished.write_text(what, encoding="ascii")
        unfinished.rename(self.orders / name)

    def hit(self, place: str, *, of: object = "") -> list[int]:
        """Return the numbers of the processes that a fault has happened to."""
        name = f"{place}@{of}" if of else place
        marks = self.orders.glob(f"{name}.by.*")
        return [int(mark.name.rpartition(".")[2]) for mark in marks]

    def forget_orders(self) -> None:
        """Take back what was ordered, and what is left of it."""
        for one in self.orders.iterdir():
            one.unlink()

    def call(
        self,
        cast: Cast,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        to: str = "web",
    ) -> httpx2.Response:
        """Call the API as the agent, over the network, once somebody listens there."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = headers_of(cast, key=key)

        def attempt() -> httpx2.Response | None:
            # Nobody has heard it, so it may be said again.
            with suppress(httpx2.ConnectError):
                return httpx2.request(
                    method,
                    f"{self.url(to)}/api/v1/{path}",
                    content=content if body is not None else None,
                    headers=headers,
                    timeout=_ANSWER_SECONDS,
                )
            return None

        return eventually(attempt)

    def payments(self) -> list[Payment]:
        """Return the bank's book."""
        rows: list[Payment] = httpx2.get(f"{os.environ['BANK_URL']}/payments").json()[
            "payments"
        ]
        return rows


def headers_of(cast: Cast, *, key: str = "") -> dict[str, str]:
    """Return the headers of a call by the agent."""
    return {
        "Authorization": f"Bearer {cast.key}",
        "Idempotency-Key": key or str(uuid4()),
        "Content-Type": "application/json",
    }


def module(name: str, *arguments: str, env: Mapping[str, str]) -> Command:
    """Return how to run a module as a program."""
    return Command(
        name=name,
        arguments=[sys.executable, "-m", name, *arguments],
        env=env,
        cwd=REPOSITORY,
    )


def worker(env: Mapping[str, str]) -> Command:
    """Return how to run one worker that does one thing at a time."""
    arguments = ["-A", "config.celery", "worker", "--loglevel", "INFO"]
    arguments += ["--pool", "prefork", "--concurrency", "1"]
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return module("celery", *arguments, env=env)


def members(group: int) -> list[int]:
    """Return the processes of a group."""
    found = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
    return [one for one in found if _group_of(one) == group]


def _group_of(process: int) -> int | None:
    with suppress(ProcessLookupError):
        return os.getpgid(process)
    return None
