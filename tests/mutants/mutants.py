"""Mistakes in the product: how one is made, and which there are.

A machine that finds none of them proves nothing by finding no violation.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest import mock

Wrong = Callable[..., Any]
# By name: where the wrong version goes, and the wrong version.
MUTANTS: dict[str, tuple[tuple[str, ...], Any]] = {}


def instead_of(*places: str) -> Callable[[Wrong], Wrong]:
    """Register a wrong version of what is found in these places of the product.

    Its name and docstring say which mistake it stands for.
    """

    def register(wrong: Wrong) -> Wrong:
        MUTANTS[wrong.__name__] = (places, wrong)
        return wrong

    return register


@contextmanager
def living(name: str) -> Iterator[None]:
    """Have the product make this mistake."""
    places, wrong = MUTANTS[name]
    with ExitStack() as stack:
        for place in places:
            module, _, attribute = place.rpartition(".")
            # By import: a package may have a function of its module's name.
            found = import_module(f"governance.{module}")
            stack.enter_context(mock.patch.object(found, attribute, wrong))
        yield
