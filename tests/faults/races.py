"""F19, F20, F22: two at the same moment, a thousand times, on real connections."""

from itertools import cycle

from governance.models import HaltScope, Run
from tests.cast import Cast
from tests.faults.programs import CARRIERS
from tests.faults.rows import Scene, Seen, fault
from tests.governance.happenings import open_run, stopped
from tests.governance.rounds import (
    LAST_MOMENTS,
    HaltsAndIntents,
    answer_and_deadline,
    four_answers,
    waiting_in,
)
from tests.racing import Racers


@fault("F19", "two approvers at once, twice each", "one wins; others get 409, its name")
def two_approvers(scene: Scene) -> Seen:
    """Have two people approve and refuse, in two windows each."""
    cast, rounds = scene.acme(), range(scene.scale.rounds)
    with scene.stack.without(*CARRIERS), Racers(4) as racers:
        run = open_run(cast)
        for _ in rounds:
            four_answers(cast, waiting_in(cast, run), racers)
        _withdraw(cast, run)
    return Seen("one answer each", f"{len(rounds)} rounds, 0 violations")


@fault("F20", "approval and expiry at once", "exactly one, by the database's clock")
def approval_and_expiry(scene: Scene) -> Seen:
    """Have a person approve in the last moments before the deadline."""
    cast, rounds, won = scene.acme(), range(scene.scale.rounds), []
    with scene.stack.without(*CARRIERS), Racers(2) as racers:
        run = open_run(cast)
        for _, left in zip(rounds, cycle(LAST_MOMENTS), strict=False):
            waiting = waiting_in(cast, run)
            won.append(answer_and_deadline(cast, waiting, racers, seconds=left))
        _withdraw(cast, run)
    assert set(won) == {"approved", "expired"}, "they never met"
    told = f"{won.count('approved')} approved, {won.count('expired')} expired"
    return Seen(told, f"{len(rounds)} rounds, 0 violations")


def _withdraw(cast: Cast, run: Run) -> None:
    """Stop the run, so that nobody pays what was only approved to see who is first."""
    stopped(cast, run, reason="The races are over.")


@fault("F22", "halt and intent at once", "the intent first, or never")
def halt_and_intent_at_once(scene: Scene) -> Seen:
    """Halt whatever reaches an intent that is being written, each in its turn."""
    cast, rounds, before = scene.acme(), range(scene.scale.rounds), []
    with scene.stack.without(*CARRIERS), Racers(2) as racers:
        both = HaltsAndIntents(cast, {"id": str(open_run(cast).id)}, racers)
        for _, scope in zip(rounds, cycle(HaltScope), strict=False):
            before.append(both.halt(scope))
    assert set(before) == {True, False}, "they never met"
    told = f"{before.count(True)} intents before a halt, {before.count(False)} refused"
    return Seen(told, f"{len(rounds)} rounds, 0 intents after a halt")
