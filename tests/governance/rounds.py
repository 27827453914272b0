"""One round of each race about an action: what must hold whoever is quicker."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from audit.events import Event
from governance.models import Action, Halt, HaltScope
from governance.services import checkpoints
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from tenants.clock import database_now
from tenants.errors import Conflict
from tests.cast import Cast
from tests.governance.answering import (
    answer,
    clock_ahead,
    events_of,
    loaded,
    now_of,
)
from tests.governance.halting import at_work, claimed, halt_here, intent_of, lift
from tests.governance.happenings import NOT_PAID, ask
from tests.racing import Racers

# By how many statements a halt is held back, or let go earlier.
STATEMENTS_APART = 10
# Spreads the approvals over the last moments before a deadline.
LAST_MOMENTS = (0.0, 0.05, 0.1)
_ANSWERS = {Event.CHECKPOINT_APPROVED, Event.CHECKPOINT_REFUSED}


def waiting_in(cast: Cast, run: Any) -> UUID:
    """Have the agent ask for something that waits; return the checkpoint's id."""
    with cast.scope():
        checkpoint = ask(cast, run, amount="7400.00").checkpoints.get()
        return UUID(str(checkpoint.id))


def four_answers(cast: Cast, waiting: UUID, racers: Racers) -> None:
    """Approve and refuse at once, twice each: one counts, and the others learn it."""
    people = [cast.bo, cast.cy, cast.bo, cast.cy]
    hows = [checkpoints.approve, checkpoints.approve, checkpoints.refuse]
    ends = racers.race(
        *(
            partial(answer, cast, waiting, who, how=how)
            for who, how in zip(people, [*hows, checkpoints.refuse], strict=True)
        )
    )

    found = now_of(cast, waiting)
    lost = [end for end in ends if end is not None]
    winner = people[ends.index(None)]
    told = f"{winner.user.name} has answered this: {found.state}."
    assert [(type(end), str(end)) for end in lost] == [(Conflict, told)] * 3
    assert found.answered_by == winner
    ended = {"approved": "authorized", "refused": "refused"}
    assert found.action.status == ended[found.state]
    assert sum(one in _ANSWERS for one in events_of(cast, found.action)) == 1


def answer_and_deadline(
    cast: Cast, waiting: UUID, racers: Racers, *, seconds: float
) -> str:
    """Approve so long before the deadline, and expire at once; return what won."""
    with cast.scope():
        left = loaded(waiting).deadline - database_now()

    def expire() -> None:
        with cast.scope():
            while loaded(waiting).state == "waiting":
                checkpoints.expire(loaded(waiting))

    with clock_ahead(left - timedelta(seconds=seconds)):
        approve = partial(answer, cast, waiting, cast.bo)
        approved, expired = racers.race(approve, expire)

    found = now_of(cast, waiting)
    won = "expired" if isinstance(approved, Conflict) else "approved"
    ended = {"approved": "authorized", "expired": "expired"}
    assert expired is None
    assert (found.state, found.action.status) == (won, ended[won])
    return won


class HaltsAndIntents:
    """Halts and intents of one run, brought ever closer together."""

    def __init__(self, cast: Cast, run: dict[str, Any], racers: Racers) -> None:
        """Begin with both at once."""
        self._cast = cast
        self._run = run
        self._racers = racers
        self._delay = 0

    def round(self, scope: HaltScope) -> bool:
        """Race once more; return whether the intent was first. It is that, or never.

        Whoever was first is held back the next time, so that they always meet. The
        halt is lifted again, and nothing is paid.
        """
        first = _halt_and_intent(
            self._cast, scope, self._run, self._racers, delay=self._delay
        )
        step = -STATEMENTS_APART if first else STATEMENTS_APART
        self._delay = max(0, self._delay + step)
        return first


def _halt_and_intent(
    cast: Cast, scope: HaltScope, run: dict[str, Any], racers: Racers, *, delay: int
) -> bool:
    action_id, fence = claimed(cast, run)

    def intending() -> None:
        with at_work(cast):
            intend(action_id, fence=fence)

    def halting() -> Halt:
        with cast.scope(cast.bo):
            for _ in range(delay):
                database_now()
            return halt_here(cast, scope, run)

    _, halted = racers.race(intending, halting)

    assert isinstance(halted, Halt)
    intent = intent_of(cast, action_id)
    with at_work(cast):
        action = Action.objects.get(id=action_id)
    if intent is None:
        assert (action.status, action.refused_by) == ("refused", "standing")
    else:
        assert action.status == "running"
        assert intent.recorded_at < halted.set_at
        with at_work(cast):
            settle(action_id, fence=fence, report=NOT_PAID)
    lift(cast, scope, run)
    return intent is not None
