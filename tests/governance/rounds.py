"""One round of each race about an action: what must hold whoever is quicker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from audit.events import Event
from governance.models import Action, HaltScope
from governance.services import checkpoints
from governance.services.execution.intent import intend
from governance.services.execution.outcome import settle
from governance.services.silence import let_expire
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
    yes, no = checkpoints.approve, checkpoints.refuse
    hows: list[Callable[..., None]] = [yes, yes, no, no]
    ends = racers.race(
        *(
            partial(answer, cast, waiting, who, how=how)
            for who, how in zip(people, hows, strict=True)
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
                let_expire(loaded(waiting))

    with clock_ahead(left - timedelta(seconds=seconds)):
        approve = partial(answer, cast, waiting, cast.bo)
        approved, expired = racers.race(approve, expire)

    found = now_of(cast, waiting)
    won = "expired" if isinstance(approved, Conflict) else "approved"
    ended = {"approved": "authorized", "expired": "expired"}
    assert expired is None
    assert (found.state, found.action.status) == (won, ended[won])
    return won


class StopsAndIntents:
    """What stops an agent and its intents in one run, brought ever closer together."""

    def __init__(
        self,
        cast: Cast,
        run: dict[str, Any],
        racers: Racers,
        *,
        apart: int = STATEMENTS_APART,
    ) -> None:
        """Begin with both at once, and move them by so many statements at first."""
        self._cast = cast
        self._run = run
        self._racers = racers
        self._apart = apart
        self._step = apart
        self._delay = 0
        self._before: bool | None = None

    def round(self, stop: Callable[[], datetime], *, undo: Callable[[], None]) -> bool:
        """Race once more; return whether the intent was first. It is that, or never.

        ``stop`` stops the agent and returns when, before it is committed. Whoever was
        first is held back the next time, so that they always meet. The stop is undone
        again, and nothing is paid.
        """
        first = _stop_and_intent(
            self._cast, self._run, self._racers, stop=stop, delay=self._delay
        )
        undo()
        self._move(first=first)
        return first

    def _move(self, *, first: bool) -> None:
        # Twice as far while the same one wins, so that they meet on any machine.
        again = first == self._before
        self._step = self._step * 2 if again else self._apart
        self._delay += -self._step if first else self._step
        self._before = first


class HaltsAndIntents(StopsAndIntents):
    """Halts of whatever reaches the run, by Bo, and lifted by Ada."""

    def halt(self, scope: HaltScope) -> bool:
        """Race a halt once more; return whether the intent was first."""
        cast, run = self._cast, self._run

        def stop() -> datetime:
            with cast.scope(cast.bo):
                return halt_here(cast, scope, run).set_at

        return self.round(stop, undo=partial(lift, cast, scope, run))


def _wait(statements: int) -> None:
    for _ in range(statements):
        database_now()


def _stop_and_intent(
    cast: Cast,
    run: dict[str, Any],
    racers: Racers,
    *,
    stop: Callable[[], datetime],
    delay: int,
) -> bool:
    action_id, fence = claimed(cast, run)

    def intending() -> None:
        with at_work(cast):
            _wait(-delay)
            intend(action_id, fence=fence)

    def stopping() -> datetime:
        with cast.scope():
            _wait(delay)
        return stop()

    _, stopped = racers.race(intending, stopping)

    assert isinstance(stopped, datetime), stopped
    intent = intent_of(cast, action_id)
    with at_work(cast):
        action = Action.objects.get(id=action_id)
    if intent is None:
        assert (action.status, action.refused_by) == ("refused", "standing")
        return False
    assert action.status == "running"
    assert intent.recorded_at < stopped
    with at_work(cast):
        settle(action_id, fence=fence, report=NOT_PAID)
    return True
