"""Undoing what a run did that stopped: somebody decides it, and workers go on."""

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agents.models import EffectClass, Performer
from governance.states import ActionStatus, RunState
from tenants.errors import Conflict
from tests.governance.undoing import have_undone, look
from tests.model.agents import Agents
from tests.model.base import AGE, pick
from tests.model.people import People
from tests.model.stage import Kind
from tests.model.workers import Workers

EFFECTS = st.sampled_from(
    [EffectClass.UNSAFE, EffectClass.QUERYABLE, EffectClass.IDEMPOTENT]
)
OFTEN = st.sampled_from([True, True, True, False])


class Undoing(Agents, Workers, People):
    """A person who has a run undone; whoever is there goes on with it."""

    @precondition(lambda self: self._stopped())
    @rule(age=AGE)
    def somebody_has_a_run_undone(self, age: int) -> None:
        with self.step():
            self.undo(pick(self._stopped(), age))

    @precondition(lambda self: self.now.undoings)
    @rule()
    def a_worker_goes_on_undoing(self) -> None:
        with self.step():
            look(self.cast)

    @precondition(lambda self: self.may_ask() and not self.halts)
    @rule(
        effects=st.tuples(EFFECTS, EFFECTS),
        doubt=st.sampled_from([False, False, True]),
        works=st.tuples(OFTEN, st.booleans()),
        answers=OFTEN,
    )
    def a_run_is_undone(
        self,
        effects: tuple[EffectClass, EffectClass],
        doubt: bool,
        works: tuple[bool, bool],
        answers: bool,
    ) -> None:
        """It did two things, and maybe a third of which nobody knows, and stopped."""
        with self.step():
            done = [self._did(effect) for effect in effects]
            run = self.now.actions[done[0]].run_id
            if doubt:
                self._did(EffectClass.UNSAFE, answers=False)
            if self.now.runs[run].state == RunState.RUNNING:
                self.end_run(run, "stops")
            self.undo(run)
            for well in works:
                self._undo_next(works=well, answers=answers)
            self.undo(run)
            self._undo_next(works=True, answers=True)

    def undo(self, run_id: UUID) -> None:
        """Have somebody decide that a run is undone, if that can be decided."""
        try:
            have_undone(self.cast, self.now.runs[run_id].number, by=self.cast.bo)
        except Conflict:
            # What stands against it, the invariants know.
            return
        finally:
            self.look_again()

    def _did(self, effect: EffectClass, *, answers: bool = True) -> UUID:
        action = self.ask(Kind(effect, Performer.PLATFORM))
        assert action is not None, "nothing is halted"
        self.carry_out(action, works=True, answers=answers)
        return action

    def _undo_next(self, *, works: bool, answers: bool) -> None:
        undoing = [
            one
            for one in self.due()
            if self.now.actions[one].compensation_id is not None
        ]
        for action in undoing[-1:]:
            self.carry_out(action, works=works, answers=answers)
        look(self.cast)
        self.look_again()

    def _stopped(self) -> list[UUID]:
        succeeded = {
            one.run_id
            for one in self.now.actions.values()
            if one.status == ActionStatus.SUCCEEDED
        }
        return [
            run.id
            for run in self.now.runs.values()
            if run.state == RunState.INTERRUPTED and run.id in succeeded
        ]
