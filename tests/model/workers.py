"""The workers' part: take, intend, send, say what was seen; stop, freeze, return.

What is tried is always looked up where ``perform`` finds it, so that a test may put
a wrong version there.
"""

from typing import Any
from unittest import mock
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agents.models import Performer
from agents.runners import Order, Report
from governance.services import execution
from governance.states import ActionStatus
from tests.governance.halting import at_work
from tests.governance.losing import let_the_lease_end, make_due, recover
from tests.model.base import AGE, Base, pick
from tests.model.violations import Promise, require
from tests.model.world import Granted, Worker

# Its parts too, which it does not offer to others.
_parts: Any = execution
_CARRY_OUT = "governance.services.execution.carry_out"


class Workers(Base):
    """Workers, one rule for each thing they do."""

    def due(self) -> list[UUID]:
        """Return what workers may take."""
        return self.those(ActionStatus.AUTHORIZED, performer=Performer.PLATFORM)

    def with_an_order(self) -> list[Worker]:
        """Return the workers that may send now."""
        return [one for one in self.workers if one.order and not one.over]

    def frozen(self) -> list[Worker]:
        """Return the workers whose lease has ended, and who have not noticed.

        Before it sends, a worker looks how long it took.
        """
        return [one for one in self.workers if one.over and not one.order]

    def before_their_intent(self) -> list[Worker]:
        """Return the workers that have an action and have recorded nothing yet."""
        return [one for one in self.workers if not one.order and not one.report]

    @precondition(lambda self: self.due())
    @rule(age=AGE, works=st.booleans(), answers=st.booleans())
    def a_worker_carries_one_out(self, age: int, works: bool, answers: bool) -> None:
        with self.step():
            self.carry_out(pick(self.due(), age), works=works, answers=answers)

    @precondition(lambda self: self.due())
    @rule(age=AGE, intends=st.booleans())
    def a_worker_takes_one(self, age: int, intends: bool) -> None:
        with self.step():
            worker = self.take(pick(self.due(), age))
            if intends:
                self.intend(worker)

    @precondition(lambda self: self.before_their_intent())
    @rule(age=AGE)
    def a_worker_records_its_intent(self, age: int) -> None:
        with self.step():
            self.intend(pick(self.before_their_intent(), age))

    @precondition(lambda self: self.with_an_order())
    @rule(age=AGE, works=st.booleans(), answers=st.booleans())
    def a_worker_sends(self, age: int, works: bool, answers: bool) -> None:
        with self.step(outside=True):
            self.send(pick(self.with_an_order(), age), works=works, answers=answers)

    @precondition(lambda self: any(one.report for one in self.workers))
    @rule(age=AGE)
    def a_worker_says_what_it_saw(self, age: int) -> None:
        with self.step():
            self.say(pick([one for one in self.workers if one.report], age))

    @precondition(lambda self: self.workers)
    @rule(age=AGE)
    def a_worker_stops(self, age: int) -> None:
        with self.step(outside=True):
            self.workers.remove(pick(self.workers, age))

    @precondition(lambda self: self._running_in_time())
    @rule(age=AGE, swept=st.booleans())
    def a_lease_ends(self, age: int, swept: bool) -> None:
        with self.step():
            action = pick(self._running_in_time(), age)
            self.end_lease(action)
            if swept:
                self.sweep(action)

    @precondition(lambda self: self._running())
    @rule(age=AGE)
    def the_sweeper_looks(self, age: int) -> None:
        with self.step():
            self.sweep(pick(self._running(), age))

    @precondition(lambda self: self.frozen())
    @rule(age=AGE)
    def a_frozen_worker_goes_on(self, age: int) -> None:
        with self.step():
            self.go_on(pick(self.frozen(), age))

    def carry_out(self, action: UUID, *, works: bool, answers: bool) -> None:
        """Have a worker carry an action out in one go, if it is let go ahead."""
        make_due(self.cast, action)
        ahead = self.note_ahead(action)

        def carry_out(_kind: object, order: Order) -> Report:
            self.ahead.append(ahead)
            return self.world.take(order.intent, works=works, answers=answers)

        self.taken[action] += 1
        self.over.discard(action)
        with mock.patch(_CARRY_OUT, carry_out):
            execution.perform(client_id=self.cast.client.id, action_id=action)
        self.look_again()

    def take(self, action: UUID) -> Worker:
        """Have a worker take an action, after the pause that is due."""
        make_due(self.cast, action)
        with at_work(self.cast):
            fence = _parts.claim(action)
        self.look_again()
        require(fence is not None, Promise.WORK_CAN_BE_TAKEN, "nobody could")
        assert fence is not None
        self.taken[action] += 1
        self.over.discard(action)
        self.workers.append(Worker(action, fence))
        return self.workers[-1]

    def intend(self, worker: Worker) -> None:
        """Have a worker record its intent, if it is let go ahead."""
        ahead = self.note_ahead(worker.action)
        with self.as_worker(worker):
            intended = _parts.intend(worker.action, fence=worker.fence)
        if intended is None:
            self.workers.remove(worker)
            return
        self.ahead.append(ahead)
        worker.order = intended.order.intent

    def send(self, worker: Worker, *, works: bool, answers: bool) -> None:
        """Have a worker send what it intended, once."""
        assert worker.order is not None
        worker.report = self.world.take(worker.order, works=works, answers=answers)
        worker.order = None

    def say(self, worker: Worker) -> None:
        """Have a worker say what it saw of the effect."""
        assert worker.report is not None
        self.workers.remove(worker)
        with self.as_worker(worker):
            _parts.settle(worker.action, fence=worker.fence, report=worker.report)

    def go_on(self, worker: Worker) -> None:
        """Have a worker go on from where it froze."""
        if worker.report:
            self.say(worker)
        else:
            self.intend(worker)

    def end_lease(self, action: UUID) -> None:
        """Have the time pass that whoever has the action had."""
        let_the_lease_end(self.cast, action)
        self.look_again()
        self.over.add(action)
        held: list[Worker | Granted] = [*self.workers, *self.permits]
        for one in held:
            one.over = one.over or one.action == action

    def sweep(self, action: UUID) -> None:
        """Have the sweeper look at a running action."""
        found = recover(self.cast, action)
        self.look_again()
        over = action in self.over
        require(found == over, Promise.SILENCE_IS_FOUND, f"over: {over}")
        self.over.discard(action)

    def _running_in_time(self) -> list[UUID]:
        return [one for one in self._running() if one not in self.over]

    def _running(self) -> list[UUID]:
        running = ActionStatus.RUNNING
        return [
            *self.those(running, performer=Performer.AGENT),
            *self.those(running, performer=Performer.PLATFORM),
        ]
