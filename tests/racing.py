"""Acts at the same moment, each on a database connection of its own."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

from django.db import connection, connections

from tenants.errors import DomainError

# How many rounds the races of one subject have together. More find rarer mistakes.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "200"))
_PATIENCE_SECONDS = 30

T = TypeVar("T")


def rounds(*, among: int) -> range:
    """Return the rounds of one race of so many that share them, one at the least."""
    return range(max(1, ROUNDS // among))


class Racers:
    """So many at once, each in a thread of its own with a connection that stays."""

    def __init__(self, count: int) -> None:
        """Begin with nobody connected."""
        self._count = count
        self._pool = ThreadPoolExecutor(count)

    def __enter__(self) -> "Racers":
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections, each in its own thread."""
        self._together(*[connections.close_all] * self._count)
        self._pool.shutdown()

    def race(self, *acts: Callable[[], T]) -> list[T | DomainError]:
        """Do all of this at the same moment; return what each gave or was refused with.

        Whatever else an act raises is raised: a deadlock is no answer.
        """
        return self._together(*[partial(_refusable, act) for act in acts])

    def _together(self, *acts: Callable[[], T]) -> list[T]:
        # Nobody passes before all are there, so each is in a thread of its own.
        assert len(acts) == self._count
        start = Barrier(self._count, timeout=_PATIENCE_SECONDS)

        def run(act: Callable[[], T]) -> T:
            connection.ensure_connection()
            start.wait()
            return act()

        running = [self._pool.submit(run, act) for act in acts]
        return [one.result(timeout=_PATIENCE_SECONDS) for one in running]


def race(*acts: Callable[[], T]) -> list[T | DomainError]:
    """Do all of this at the same moment, once; see ``Racers``."""
    with Racers(len(acts)) as racers:
        return racers.race(*acts)


def _refusable(act: Callable[[], T]) -> T | DomainError:
    try:
        return act()
    except DomainError as error:
        return error
