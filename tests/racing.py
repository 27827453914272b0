"""Acts at the same moment, each on a database connection of its own."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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


def race(*acts: Callable[[], T]) -> list[T | DomainError]:
    """Do all of this at the same moment; return what each gave or was refused with.

    Whatever else an act raises is raised: a deadlock is no answer.
    """
    start = Barrier(len(acts), timeout=_PATIENCE_SECONDS)

    def run(act: Callable[[], T]) -> T | DomainError:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as racers:
        running = [racers.submit(run, act) for act in acts]
        return [one.result(timeout=_PATIENCE_SECONDS) for one in running]
