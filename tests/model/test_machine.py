"""Whatever agents, workers, people and the world do: what was promised holds."""

import os

import pytest

from tests.model.machine import play

# So many in each run of the tests; `make faults` asks for more.
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "25"))


# What is found is shortened until it can be read, which takes its time.
@pytest.mark.timeout(900)
def test_the_machine_finds_no_violation() -> None:
    play(examples=EXAMPLES, shrink=True)
