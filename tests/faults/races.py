"""F19, F20, F22: two at the same moment, a thousand times, on real connections."""

from itertools import cycle

from governance.models import HaltScope, Run
from tests.cast import Cast
from tests.faults.programs import CARRIERS
from tests.faults.rows import Scene, Seen, fault
from tests.governance.happenings import open_run, stopped
from tests.governance.rounds import (
    LAST_MOMENTS,
    STATEMENTS_APART,
    answer_and_deadline,
    four_answers,
    halt_and_intent,
    waiting_in,
)

# How often halt and intent are tried with another distance between them.
_DISTANCES = 20


@fault("F19", "two approvers at once, twice each", "one wins; others get 409, its name")
def two_approvers(scene: Scene) -> Seen:
    """Have two people approve and refuse, in two windows each."""
    cast = scene.acme()
    with scene.stack.without(*CARRIERS):
        run = open_run(cast)
        for _ in range(scene.scale.rounds):
            four_answers(cast, waiting_in(cast, run))
        _withdraw(cast, run)
    return Seen("one answer each", f"{scene.scale.rounds} rounds, 0 violations")


@fault("F20", "approval and expiry at once", "exactly one, by the database's clock")
def approval_and_expiry(scene: Scene) -> Seen:
    """Have a person approve in the last moments before the deadline."""
    cast, won = scene.acme(), []
    with scene.stack.without(*CARRIERS):
        run = open_run(cast)
        for _, seconds in zip(
            range(scene.scale.rounds), cycle(LAST_MOMENTS), strict=False
        ):
            waiting = waiting_in(cast, run)
            won.append(answer_and_deadline(cast, waiting, seconds=seconds))
        _withdraw(cast, run)
    assert set(won) == {"approved", "expired"}, "they never met"
    told = f"{won.count('approved')} approved, {won.count('expired')} expired"
    return Seen(told, f"{scene.scale.rounds} rounds, 0 violations")


def _withdraw(cast: Cast, run: Run) -> None:
    """Stop the run, so that nobody pays what was only approved to see who is first."""
    stopped(cast, run, reason="The races are over.")


@fault("F22", "halt and intent at once", "the intent first, or never")
def halt_and_intent_at_once(scene: Scene) -> Seen:
    """Halt client, agent, workflow and run while an intent is being written."""
    cast, before = scene.acme(), []
    with scene.stack.without(*CARRIERS):
        run = {"id": str(open_run(cast).id)}
        for number, scope in zip(
            range(scene.scale.rounds), cycle(HaltScope), strict=False
        ):
            delay = number % _DISTANCES * STATEMENTS_APART
            before.append(halt_and_intent(cast, scope, run, delay=delay))
    assert set(before) == {True, False}, "they never met"
    told = f"{before.count(True)} intents before a halt, {before.count(False)} refused"
    return Seen(told, f"{scene.scale.rounds} rounds, 0 intents after a halt")
