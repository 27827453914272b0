"""What must hold of runs that are undone, after every step."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from hypothesis.stateful import invariant

from governance.states import ActionStatus, CompensationState, is_final
from tests.model.base import Base
from tests.model.seen import Action, Undoing
from tests.model.violations import Promise, require

_OVER = {CompensationState.DONE, CompensationState.LEFT_OUT}
_AHEAD = {ActionStatus.AUTHORIZED, ActionStatus.RUNNING}


class Undone(Base):
    """The invariants of undoing."""

    @invariant()
    def one_thing_after_the_other(self) -> None:
        for rows in self._plans():
            states = [one.state for one in rows]
            begun = [one for one in states if one != CompensationState.PLANNED]
            told = f"undone in this order: {states}"
            require(states[: len(begun)] == begun, Promise.UNDONE_BACKWARDS, told)
            over = all(one in _OVER for one in begun[:-1])
            require(over, Promise.UNDONE_BACKWARDS, told)

    @invariant()
    def the_last_effect_is_undone_first(self) -> None:
        for rows in self._plans():
            # Their ids tell in which order intents were recorded.
            done = [self.now.intents[one.undoes_id][0].id for one in rows]
            backwards = sorted(done, reverse=True)
            require(done == backwards, Promise.UNDONE_BACKWARDS, "in another order")

    @invariant()
    def only_what_was_done_is_undone_and_once(self) -> None:
        for row in self.now.undoings:
            undone = self.now.actions[row.undoes_id]
            done = undone.status == ActionStatus.SUCCEEDED
            require(done, Promise.UNDONE_BACKWARDS, f"it was not done: {undone}")
        for undoes in {one.undoes_id for one in self.now.undoings}:
            times = sum(self._happened(one) for one in self._attempts(undoes))
            require(times <= 1, Promise.UNDONE_BACKWARDS, f"undone {times} times")

    @invariant()
    def what_is_said_to_be_undone_is(self) -> None:
        attempts = {one.compensation_id: one for one in self.now.actions.values()}
        for row in self.now.undoings:
            action = attempts.get(row.id)
            if action is None or row.state == CompensationState.UNDER_WAY:
                continue
            succeeded = action.status == ActionStatus.SUCCEEDED
            same = succeeded == (row.state == CompensationState.DONE)
            require(same, Promise.UNDONE_BACKWARDS, f"{row.state}: {action}")

    @invariant()
    def nothing_is_undone_past_a_doubt(self) -> None:
        for action in self.now.actions.values():
            if action.compensation_id is None or action.status not in _AHEAD:
                continue
            for other in self._others(action):
                told = f"{other} when this was begun: {action}"
                over = is_final(ActionStatus(other.status))
                require(over, Promise.UNDONE_BACKWARDS, told)

    def _plans(self) -> Iterator[list[Undoing]]:
        for _, rows in groupby(self.now.undoings, key=lambda one: one.rescue_id):
            yield list(rows)

    def _attempts(self, undoes: UUID) -> list[Action]:
        ids = {one.id for one in self.now.undoings if one.undoes_id == undoes}
        rows = self.now.actions.values()
        return [one for one in rows if one.compensation_id in ids]

    def _happened(self, action: Action) -> bool:
        intents = self.now.intents[action.id]
        return any(one.id in self.world.happened for one in intents)

    def _others(self, action: Action) -> list[Action]:
        rows = self.now.actions.values()
        return [
            one for one in rows if one.run_id == action.run_id and one.id != action.id
        ]
