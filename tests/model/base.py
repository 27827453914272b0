"""What all parts of the machine share: what it remembers, sees and picks from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from agents.models import Performer
from governance.models import HaltScope
from governance.states import ActionStatus, CheckpointState, is_final
from governance.targets import action_target
from tests.governance.halting import at_work
from tests.model.seen import Action, Question, Seen, look, row_of
from tests.model.stage import Kind, stage
from tests.model.violations import Promise, require
from tests.model.world import Ahead, Granted, Worker, World

# Most of what goes wrong goes wrong with what is newest.
AGE = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3])
T = TypeVar("T")


class Base(RuleBasedStateMachine):
    """One example: runs of its own at the Acme that all share."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = stage()
        self.cast = self.stage.cast
        self.world = World()
        self.runs: list[UUID] = []
        self.workers: list[Worker] = []
        self.permits: list[Granted] = []
        self.halts: set[tuple[HaltScope, UUID]] = set()
        # How often an action was taken since a person was last asked about it.
        self.taken: Counter[UUID] = Counter()
        # Whose lease has ended without anybody having noticed.
        self.over: set[UUID] = set()
        # How often the rule had been reworded when each question was asked.
        self.wording = 0
        self.asked_under: dict[UUID, int] = {}
        self.approved: set[UUID] = set()
        # Unknown ones of which the target was asked in vain once too often.
        self.in_vain: set[UUID] = set()
        # How often there was what ends or blocks much, so that it stays rare.
        self.done: Counter[str] = Counter()
        # Of the last step alone.
        self.ahead: list[Ahead] = []
        self.before: Seen | None = None
        self._now: Seen | None = None

    @property
    def now(self) -> Seen:
        """What the database shows, read once after each step."""
        if self._now is None:
            with at_work(self.cast):
                self._now = look(self.runs)
            for question in self._now.all_questions():
                self.asked_under.setdefault(question.id, self.wording)
                if question.state == CheckpointState.WAITING:
                    # What a person allows then begins anew.
                    self.taken[question.action_id] = 0
        return self._now

    @contextmanager
    def step(self, *, outside: bool = False) -> Iterator[Seen]:
        """Take a step: yields what is before it; what is seen next is after it.

        What happens ``outside``, the database does not know.
        """
        self.ahead, self.before = [], self.now
        try:
            yield self.now
        finally:
            if not outside:
                self.look_again()

    def look_again(self) -> None:
        """Forget what was seen: something has moved."""
        self._now = None

    def is_open(self) -> list[UUID]:
        """Return the actions that are not over."""
        rows = self.now.actions.values()
        return [one.id for one in rows if not is_final(ActionStatus(one.status))]

    def kind_of(self, action: UUID) -> Kind:
        """Return what type of action it is."""
        return self.stage.kinds[self.now.actions[action].kind]

    def those(self, *statuses: ActionStatus, performer: Performer) -> list[UUID]:
        """Return the actions in one of these states, oldest first."""
        return [
            action.id
            for action in self.now.actions.values()
            if action.status in statuses
            and self.kind_of(action.id).performer == performer
        ]

    def waiting(self) -> list[Question]:
        """Return the questions that nobody has answered."""
        return [
            one
            for one in self.now.all_questions()
            if one.state == CheckpointState.WAITING
        ]

    def note_ahead(self, action_id: UUID) -> Ahead:
        """Return what stands against going ahead with an action at this moment."""
        seen = self.now
        action = seen.actions[action_id]
        return Ahead(
            action=action_id,
            halted=self._is_halted(action),
            run_state=seen.runs[action.run_id].state,
            lacks_a_yes=self._lacks_a_yes(action),
        )

    @contextmanager
    def as_worker(self, worker: Worker) -> Iterator[None]:
        """Have a worker do something to its action; nothing, if it has lost it.

        Where nobody knows what happened, its evidence may settle that.
        """
        before = self.now.actions[worker.action]
        held = before.status == ActionStatus.RUNNING and before.fence == worker.fence
        with at_work(self.cast):
            yield
        self.look_again()
        if not held and before.status != ActionStatus.UNKNOWN:
            now = self.now.actions[worker.action]
            same = row_of(now) == row_of(before)
            require(same, Promise.LOST_IS_LOST, f"was {before.status}: {now}")

    def _is_halted(self, action: Action) -> bool:
        reach = {
            (HaltScope.AGENT, self.cast.agent.id),
            (HaltScope.WORKFLOW, self.stage.workflow),
            (HaltScope.RUN, action.run_id),
            (HaltScope.ACTION_TYPE, self.type_of(action)),
        }
        return bool(reach & self.halts)

    def type_of(self, action: Action) -> UUID:
        """Return by what a halt names the type of an action."""
        return action_target(self.cast.client.id, action.kind)

    def _lacks_a_yes(self, action: Action) -> bool:
        if not self.stage.needs_a_yes(action):
            return False
        return not any(
            question.id in self.approved
            and self.asked_under[question.id] == self.wording
            for question in self.now.questions[action.id]
        )


def pick(pool: Sequence[T], age: int) -> T:
    """Return the newest of a pool, or one so many places older."""
    return pool[-1 - age % len(pool)]
