"""The fault matrix: what is done, what is expected, and what was seen."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from governance.models import Action
from tests.cast import Cast, make_acme
from tests.faults.stack import Stack
from tests.history import check_history

_IN_FLIGHT = {"authorized", "running"}


class Seen(NamedTuple):
    """What a scenario saw, and the figure that it measured."""

    seen: str
    figure: str = ""


class Scale(NamedTuple):
    """How often races are run, how many actions the loop has, and who does them."""

    rounds: int
    actions: int
    clients: int
    workers: tuple[str, ...]


@dataclass
class Scene:
    """One scenario's part of the stack, and the clients that it made for itself."""

    stack: Stack
    scale: Scale
    casts: list[Cast] = field(default_factory=list)

    def acme(self) -> Cast:
        """Make a client of this scenario's own."""
        self.casts.append(make_acme())
        return self.casts[-1]


Act = Callable[[Scene], Seen]


class Fault(NamedTuple):
    """One row of the matrix. ``quick`` rows run in `make test` as well."""

    number: str
    fault: str
    expected: str
    act: Act
    quick: bool


class FaultFoundError(AssertionError):
    """The product did not hold what it promises."""


MATRIX: list[Fault] = []


def fault(
    number: str, what: str, expected: str, *, quick: bool = False
) -> Callable[[Act], Act]:
    """Put a scenario into the matrix."""

    def put(act: Act) -> Act:
        MATRIX.append(Fault(number, what, expected, act, quick))
        return act

    return put


def run_row(row: Fault, stack: Stack, *, bystander: UUID, scale: Scale) -> Seen:
    """Let one fault happen, then check what happened against every invariant.

    Raises:
        FaultFoundError: an invariant does not hold; AssertionError: something else.
    """
    scene = Scene(stack, scale)
    sizes = {path: path.stat().st_size for path in stack.logs()}
    began = time.monotonic()
    try:
        seen = row.act(scene)
        stack.until(lambda: not _in_flight(scene))
    finally:
        stack.orders.forget()
    clients = [bystander, *(cast.client.id for cast in scene.casts)]
    lines = [line for path in stack.logs() for line in _since(path, sizes.get(path, 0))]
    faults = check_history(clients, stack.payments(), log_lines=lines)
    if faults:
        raise FaultFoundError(
            "; ".join(f"{one.invariant}: {one.told}" for one in faults)
        )
    took = f"{time.monotonic() - began:.1f} s"
    return Seen(seen.seen, f"{seen.figure}, {took}" if seen.figure else took)


def _in_flight(scene: Scene) -> bool:
    for cast in scene.casts:
        with cast.scope():
            if Action.objects.filter(status__in=_IN_FLIGHT).exists():
                return True
    return False


def _since(log: Path, start: int) -> list[str]:
    with log.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace").splitlines()
