"""Running the matrix row by row, on one stack that lives as long as all of them."""

import argparse
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
    database,
    heartbeats,
    isolation,
    kill_loop,
    outcomes,
    payloads,
    people,
    races,
    servers,
    targets,
    undoing,
    web,
    workers,
)
from tests.faults.acting import asked, ended, opened
from tests.faults.programs import ALL, MORE_WORKERS, WORKERS
from tests.faults.rows import MATRIX, Fault, Scale, run_row
from tests.faults.stack import Stack

# Importing them fills the matrix.
THEMES = (
    broker,
    checkpoints,
    database,
    heartbeats,
    isolation,
    kill_loop,
    outcomes,
    payloads,
    people,
    races,
    servers,
    targets,
    undoing,
    web,
    workers,
)
WHOLE = Scale(rounds=1000, actions=840, clients=3, workers=WORKERS + MORE_WORKERS)
QUICK = Scale(rounds=50, actions=40, clients=1, workers=WORKERS)


def main(arguments: Sequence[str]) -> int:
    """Run the rows that are asked for and return the exit code."""
    options = _options(arguments)
    scale = QUICK if options.quick else WHOLE
    rows = [row for row in _in_order() if _is_wanted(row, options)]
    with (
        tempfile.TemporaryDirectory(prefix="remit-faults-") as folder,
        running(Path(folder)) as stack,
    ):
        other = bystander(stack)
        failed = [row for row in rows if not _passes(row, stack, other, scale)]
    print(f"{len(rows) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not rows else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("numbers", nargs="*", help="rows such as F1; all by default")
    parser.add_argument("--quick", action="store_true", help="what `make test` runs")
    return parser.parse_args(arguments)


def _is_wanted(row: Fault, options: argparse.Namespace) -> bool:
    if options.numbers:
        return row.number in options.numbers
    return row.quick or not options.quick


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Start the whole stack in a folder, and end it afterwards."""
    stack = Stack(folder)
    try:
        stack.start(*ALL)
        stack.ready()
        yield stack
    finally:
        stack.kill(*ALL)


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


def _passes(row: Fault, stack: Stack, bystander_id: UUID, scale: Scale) -> bool:
    try:
        seen = run_row(row, stack, bystander=bystander_id, scale=scale)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row has failed
        at = traceback.extract_tb(error.__traceback__)[-1]
        lines = f"{type(error).__name__}: {error}".splitlines()
        told = f"FAILED: {lines[0]} ({Path(at.filename).name}:{at.lineno} {at.line})"
        print(f"{row.number} | {row.fault} | {row.expected} | {told} |", flush=True)
        return False
    shown = [row.number, row.fault, row.expected, seen.seen, seen.figure]
    print(" | ".join(shown), flush=True)
    return True
