"""Whatever agents, workers, people and the world do: what was promised holds."""

from tests.model.machine import EXAMPLES, play


def test_the_machine_finds_no_violation() -> None:
    play(examples=EXAMPLES, shrink=False)
