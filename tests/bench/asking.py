"""Asking over HTTP, in turns with the floor, and whether all of it is on record."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from config.embedded import children
from config.supervisor import commands
from config.supervisor.plan import make_plan
from tests.bench.floor import SAMPLE, copy_of
from tests.bench.sample import lay_floor, sample_of
from tests.cast import REPOSITORY, Cast, make_acme, payment
from tests.database import run
from tests.ports import free_port
from tests.processes import START_SECONDS, eventually, listens

ASKING, FLOOR, EMPTY = "/api/v1/actions", "/bench/floor", "/bench/empty"
_CONNECTIONS = (1, 8, 32)
_COMPARED = 8
# Each a company of its own: what one client's limits serialise is not measured.
_CLIENTS = 8
_ON_RECORD = """
SELECT count(DISTINCT a.id) FROM governance_action a
  JOIN governance_decision d ON d.action_id = a.id
  JOIN audit_entry e ON e.client_id = a.client_id AND e.target_id = a.id::text
   AND e.event = 'action.allowed'
 WHERE a.id = ANY (%s::uuid[])
"""


class NotOnRecordError(AssertionError):
    """Something was answered of which the tables know nothing, or not answered well."""


@dataclass
class Heard:
    """What was heard in all the turns of one side."""

    milliseconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second, in the median turn."""
        return median(self.rates)

    def percentile(self, of_a_hundred: int) -> float:
        """Return the milliseconds within which so many of a hundred were answered."""
        return quantiles(self.milliseconds, n=100)[of_a_hundred - 1]


class Asking:
    """A web server of two processes, and the companies whose agents ask it."""

    def __init__(self, port: int, casts: list[Cast]) -> None:
        """Open a run for each connection that there may be."""
        self.port = port
        self._keys = [cast.key for cast in casts] * (max(_CONNECTIONS) // len(casts))
        self._bodies = [
            json.dumps(payment(cast.open_run(), invoice="@NUMBER@", amount="0.01"))
            for cast in casts * (max(_CONNECTIONS) // len(casts))
        ]

    def turn(self, path: str, *, connections: int, seconds: float) -> Heard:
        """Ask for so long over so many connections; everything has to be created."""
        plan = {
            "host": "127.0.0.1",
            "port": self.port,
            "seconds": seconds,
            "mark": uuid.uuid4().hex[:12],
            "questions": [
                {"head": _head(path, key), "body": body}
                for key, body in zip(
                    self._keys[:connections], self._bodies[:connections], strict=True
                )
            ],
        }
        asked = subprocess.run(
            [sys.executable, "-m", "tests.bench.load"],
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            check=True,
            cwd=REPOSITORY,
        )
        heard = json.loads(asked.stdout)
        if heard["others"]:
            raise NotOnRecordError(f"{path} was answered {heard['others'][0]}")
        rate = heard["created"] / heard["seconds"]
        return Heard(heard["milliseconds"], [rate], heard["ids"])


@contextmanager
def served(folder: Path) -> Iterator[Asking]:
    """Run the web server, with the floor laid beside the tables."""
    casts = [make_acme() for _ in range(_CLIENTS)]
    lay_floor()
    env = {**os.environ, SAMPLE: _sample(casts[0])}
    made = make_plan(source=REPOSITORY, data=folder, demo=False, invoices=None)
    port = free_port()
    command = commands.web(replace(made, port=port), env)
    arguments = [*command.arguments[:-1], "tests.bench.server:application"]
    child = children.start(
        replace(command, arguments=arguments), log=folder / "web.log"
    )
    try:
        eventually(lambda: listens(port), seconds=START_SECONDS)
        yield Asking(port, casts)
    finally:
        child.stop()


def asking_figures(asking: Asking, *, rounds: int, seconds: float) -> dict[str, float]:
    """Ask in turns, and return the figures.

    Raises:
        NotOnRecordError: an answer is not on record, or the floor inserted too little.
    """
    _warm_up(asking, seconds)
    sides = [(ASKING, number) for number in _CONNECTIONS]
    sides += [(FLOOR, _COMPARED), (EMPTY, _COMPARED)]
    heard = {side: Heard() for side in sides}
    for _ in range(rounds):
        for path, connections in sides:
            turn = asking.turn(path, connections=connections, seconds=seconds)
            _add(heard[path, connections], turn)
    _require_record([heard[ASKING, number] for number in _CONNECTIONS])
    _require_floor(heard[FLOOR, _COMPARED])
    return _figures(heard)


def _figures(heard: dict[tuple[str, int], Heard]) -> dict[str, float]:
    floor, empty = heard[FLOOR, _COMPARED], heard[EMPTY, _COMPARED]
    rates = {f"http_rps_{n}": heard[ASKING, n].rate for n in _CONNECTIONS}
    pairs = zip(heard[ASKING, _COMPARED].rates, floor.rates, strict=True)
    return rates | {
        "http_p50_ms_1": heard[ASKING, 1].percentile(50),
        "http_p95_ms_8": heard[ASKING, _COMPARED].percentile(95),
        "floor_rps_8": floor.rate,
        "http_ratio_to_floor_8": median(ours / theirs for ours, theirs in pairs),
        "empty_rps_8": empty.rate,
    }


def _warm_up(asking: Asking, seconds: float) -> None:
    for path in (ASKING, FLOOR):
        asking.turn(path, connections=max(_CONNECTIONS), seconds=seconds)


def _add(heard: Heard, turn: Heard) -> None:
    heard.milliseconds += turn.milliseconds
    heard.rates += turn.rates
    heard.ids += turn.ids


def _require_record(sides: list[Heard]) -> None:
    ids = [one for side in sides for one in side.ids]
    answers = sum(len(side.milliseconds) for side in sides)
    with _seeing_all() as cursor:
        cursor.execute(_ON_RECORD, [ids])
        found = cursor.fetchone()
    if found != (answers,):
        raise NotOnRecordError(f"{answers} answers, of which {found} are on record")


def _require_floor(floor: Heard) -> None:
    ids = list(map(UUID, floor.ids))
    found = run(
        "SELECT count(*) FROM {copy} WHERE id = ANY (%s)",
        ids,
        copy=copy_of("governance_action"),
    )
    if found != [(len(floor.milliseconds),)]:
        raise NotOnRecordError(f"not all that the floor answered is there: {found}")


@contextmanager
def _seeing_all() -> Iterator[psycopg.Cursor[Any]]:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], dbname=name) as admin:
        yield admin.cursor()


def _sample(cast: Cast) -> str:
    asked = cast.ask_payment(cast.open_run(), amount="0.01")
    with _seeing_all() as cursor:
        return sample_of(cursor, asked["id"])


def _head(path: str, key: str) -> str:
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {key}",
        "Idempotency-Key: @NUMBER@",
        "Content-Type: application/json",
        "Accept: application/json",
    ]
    return "".join(f"{line}\r\n" for line in lines)
