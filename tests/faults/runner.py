"""Running the matrix row by row, on one stack that lives as long as all of them."""

import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from tests.cast import make_acme
from tests.faults import (
    broker,
    checkpoints,
    heartbeats,
    isolation,
    kill_loop,
    outcomes,
    payloads,
    races,
    web,
    workers,
)
from tests.faults.acting import asked, ended, opened
from tests.faults.rows import MATRIX, Fault, run_row
from tests.faults.stack import ALL, Stack

# Importing them fills the matrix.
THEMES = (
    broker,
    checkpoints,
    heartbeats,
    isolation,
    kill_loop,
    outcomes,
    payloads,
    races,
    web,
    workers,
)
ROUNDS = 1000


def main(numbers: Sequence[str]) -> int:
    """Run these rows, or all, and return the exit code."""
    rows = [row for row in _in_order() if not numbers or row.number in numbers]
    if not rows:
        print("There is no such row: give numbers of the matrix, such as F1.")
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="remit-faults-") as folder,
        running(Path(folder)) as stack,
    ):
        other = bystander(stack)
        failed = [row for row in rows if not _passes(row, stack, other)]
    print(f"{len(rows) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Start the whole stack in a folder, and end it afterwards."""
    stack = Stack(folder)
    try:
        stack.start(*ALL)
        stack.ready()
        yield stack
    finally:
        stack.stop(*ALL)


def bystander(stack: Stack) -> UUID:
    """Make a client that takes part in nothing, of whom nobody may learn anything."""
    cast = make_acme()
    run = opened(stack, cast)
    ended(stack, cast, asked(stack, cast, run))
    asked(stack, cast, run, amount="7400.00")
    return cast.client.id


def _in_order() -> list[Fault]:
    return sorted(MATRIX, key=_place)


def _place(row: Fault) -> tuple[bool, int]:
    # What has no number, the loop, comes last.
    number = row.number.removeprefix("F")
    return (False, int(number)) if number.isdigit() else (True, 0)


def _passes(row: Fault, stack: Stack, bystander_id: UUID) -> bool:
    try:
        seen = run_row(row, stack, bystander=bystander_id, rounds=ROUNDS)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row has failed
        at = traceback.extract_tb(error.__traceback__)[-1]
        lines = f"{type(error).__name__}: {error}".splitlines()
        told = f"FAILED: {lines[0]} ({Path(at.filename).name}:{at.lineno} {at.line})"
        print(f"{row.number} | {row.fault} | {row.expected} | {told} |", flush=True)
        return False
    shown = [row.number, row.fault, row.expected, seen.seen, seen.figure]
    print(" | ".join(shown), flush=True)
    return True
