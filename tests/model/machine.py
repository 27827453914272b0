"""The machine of run and action as a whole, and how long it is played."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.promises import Promises
from tests.model.stories import Stories
from tests.model.undoing import Undoing
from tests.model.undone import Undone

# Many short examples find more than few long ones.
STEPS = 5


class Machine(Stories, Undoing, Promises, Undone):
    """The agent, the workers, the people and the world, and what must hold."""


def play(*, examples: int, shrink: bool) -> None:
    """Play so many examples, the same each time; raise what was found."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            print_blob=True,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
