"""Mistakes in the product: how one is made, which there are, and what finds them.

A machine that finds none of them proves nothing by finding no violation.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest import mock

from tests.model.violations import Promise

Wrong = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong version, the places where it goes, and the promises that it breaks."""

    wrong: Any
    places: tuple[str, ...]
    breaks: tuple[Promise, ...]


# By name, which says which mistake it is.
MUTANTS: dict[str, Mutant] = {}


def instead_of(*places: str, breaks: tuple[Promise, ...]) -> Callable[[Wrong], Wrong]:
    """Register a wrong version of what is found in these places of the product.

    Its name and docstring say which mistake it stands for; only a promise that it
    ``breaks`` may find it.
    """

    def register(wrong: Wrong) -> Wrong:
        MUTANTS[wrong.__name__] = Mutant(wrong, places, breaks)
        return wrong

    return register


@contextmanager
def living(mutant: Mutant) -> Iterator[None]:
    """Have the product make this mistake."""
    with ExitStack() as stack:
        for place in mutant.places:
            module, _, attribute = place.rpartition(".")
            # By import: a package may have a function of its module's name.
            found = import_module(f"governance.{module}")
            stack.enter_context(mock.patch.object(found, attribute, mutant.wrong))
        yield
