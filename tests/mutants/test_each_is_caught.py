"""The machine is only worth something if it finds what is wrong."""

import pytest

from tests.model.machine import play
from tests.model.violations import ViolationError
from tests.mutants import (  # noqa: F401
    of_outcomes,
    of_recovery,
    of_the_gate,
    of_undoing,
)
from tests.mutants.mutants import MUTANTS, living

pytestmark = pytest.mark.deep

# Found long before, each of them: the rest is for what changes around them.
EXAMPLES = 40


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_the_machine_finds_what_is_wrong_with_it(name: str) -> None:
    mutant = MUTANTS[name]
    with living(mutant), pytest.raises(ViolationError) as found:
        play(examples=EXAMPLES, shrink=False)
    assert found.value.promise in mutant.breaks, f"found by accident: {found.value}"
