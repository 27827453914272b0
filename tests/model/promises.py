"""What must hold after every step, one invariant or more for each promise."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis.stateful import invariant

from agents.models import EffectClass, Performer
from governance.models import Hold
from governance.services.dispositions import MOST_ATTEMPTS
from governance.states import (
    _STEPS,
    UNRESOLVED,
    ActionStatus,
    CheckpointState,
    RunState,
    is_final,
)
from tests.model.base import Base
from tests.model.seen import Action, Run
from tests.model.violations import Promise, require

_HOLDING = {
    ActionStatus.WAITING,
    ActionStatus.AUTHORIZED,
    ActionStatus.RUNNING,
    ActionStatus.UNKNOWN,
}


class Promises(Base):
    """The invariants. Each says which promise it is about."""

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        for action in self._actions():
            for intent in self.now.intents[action.id]:
                sent = self.world.sent[intent.id]
                require(
                    sent <= 1 or self.kind_of(action.id).may_be_repeated,
                    Promise.ONE_EFFECT,
                    f"sent {sent} times: {action}",
                )

    @invariant()
    def one_action_has_one_intent(self) -> None:
        for action in self._actions():
            few = len(self.now.intents[action.id]) <= 1
            require(few, Promise.ONE_INTENT, f"{action}")

    @invariant()
    def what_is_said_to_have_happened_has(self) -> None:
        for action in self._actions():
            if self.kind_of(action.id).effect is EffectClass.PURE:
                continue
            happened = any(
                intent.id in self.world.happened
                for intent in self.now.intents[action.id]
            )
            if action.status == ActionStatus.SUCCEEDED:
                require(happened, Promise.TRUTH, f"it did not happen: {action}")
            elif is_final(ActionStatus(action.status)):
                require(not happened, Promise.TRUTH, f"it happened: {action}")

    @invariant()
    def nobody_goes_ahead_against_a_no(self) -> None:
        for ahead in self.ahead:
            action, promise = self.now.actions[ahead.action], Promise.AGAINST_A_NO
            undoes = action.compensation_id is not None
            wanted = RunState.INTERRUPTED if undoes else RunState.RUNNING
            alive = ahead.run_state == wanted
            require(not ahead.halted, promise, f"halted: {action}")
            require(alive, promise, f"its run is over: {action}")
            require(not ahead.lacks_a_yes, promise, f"nobody said yes: {action}")

    @invariant()
    def a_yes_is_used_up_by_the_intent(self) -> None:
        for action in self._actions():
            asked = self.now.questions[action.id]
            used = [one for one in asked if one.used_at is not None]
            yes = all(one.state == CheckpointState.APPROVED for one in used)
            require(yes, Promise.A_YES_IS_USED_UP, f"used, and no yes: {action}")
            if self.now.intents[action.id] and self.stage.needs_a_yes(action):
                require(bool(used), Promise.A_YES_IS_USED_UP, f"unused: {action}")

    @invariant()
    def fences_go_up_with_whoever_takes_it(self) -> None:
        for before, now in self._moved():
            require(now.fence >= before.fence, Promise.FENCES, f"down: {now}")
            begun = now.status == ActionStatus.RUNNING != before.status
            fresh = not begun or now.fence > before.fence
            require(fresh, Promise.FENCES, f"taken under an old one: {now}")
        for run in self._before_runs():
            fence = self.now.runs[run.id].fence
            require(fence >= run.fence, Promise.FENCES, "a run's went down")

    @invariant()
    def what_is_unknown_has_somebody(self) -> None:
        for action in self._actions():
            if action.status != ActionStatus.UNKNOWN:
                continue
            open_ones = [
                one for one in self.now.tickets[action.id] if one.state in UNRESOLVED
            ]
            promise = Promise.SOMEBODY_HAS_IT
            require(len(open_ones) == 1, promise, f"no ticket: {action}")
            ticket = open_ones[0]
            require(ticket.deadline > ticket.opened_at, promise, "no deadline")
            require(ticket.owner_id is not None, promise, "nobody")
            seen_to = action.due_at is not None or self._is_held(action)
            require(seen_to, Promise.SOMEBODY_IS_TOLD, f"nobody asks: {action}")

    @invariant()
    def what_was_asked_about_in_vain_is_held(self) -> None:
        for action_id in self.in_vain:
            action = self.now.actions[action_id]
            held = self._is_held(action) or is_final(ActionStatus(action.status))
            require(held, Promise.SOMEBODY_IS_TOLD, f"asked in vain: {action}")

    @invariant()
    def what_is_not_over_holds_its_room(self) -> None:
        for action in self._actions():
            states = {held.state for held in self.now.holds[action.id]}
            if action.status in _HOLDING:
                wanted = {Hold.RESERVED}
            elif action.status == ActionStatus.SUCCEEDED:
                wanted = {Hold.SETTLED}
            else:
                # What was refused for want of room held none.
                wanted = {Hold.RELEASED} if states else set()
            require(states == wanted, Promise.EXACT_LIMITS, f"{states} of {action}")

    @invariant()
    def counters_are_the_sum_of_what_is_held(self) -> None:
        sums: dict[object, dict[str, Decimal]] = {}
        held = [one for rows in self.now.holds.values() for one in rows]
        for one in held:
            by_state = sums.setdefault(one.counter, {})
            by_state[one.state] = by_state.get(one.state, Decimal(0)) + one.amount
        for one in held:
            of = sums[one.counter]
            used = one.used == of.get(Hold.SETTLED, 0)
            require(used, Promise.EXACT_LIMITS, "what is used")
            reserved = one.reserved == of.get(Hold.RESERVED, 0)
            require(reserved, Promise.EXACT_LIMITS, "what is reserved")
            lawful = min(one.used, one.reserved) >= 0
            require(lawful, Promise.EXACT_LIMITS, "below zero")

    @invariant()
    def only_lawful_steps_are_taken(self) -> None:
        for before, now in self._moved():
            if now.status != before.status:
                lawful = ActionStatus(now.status) in _after(ActionStatus(before.status))
                require(lawful, Promise.LAWFUL_STEPS, f"was {before.status}: {now}")
        for run in self._before_runs():
            state = self.now.runs[run.id].state
            lawful = run.state in {RunState.RUNNING, state}
            require(lawful, Promise.LAWFUL_STEPS, f"{run.state} became {state}")

    @invariant()
    def a_run_is_not_over_before_its_actions(self) -> None:
        for action in self._actions():
            state = self.now.runs[action.run_id].state
            if state == RunState.COMPLETED:
                over = is_final(ActionStatus(action.status))
                require(over, Promise.RUNS_END_LAST, f"completed with {action}")
            if state != RunState.RUNNING:
                asks = action.status == ActionStatus.WAITING
                require(not asks, Promise.RUNS_END_LAST, f"still asks: {action}")

    @invariant()
    def a_run_that_stopped_is_somebodys(self) -> None:
        stops = {stop.run_id: stop for stop in self.now.stops}
        for run in self.now.runs.values():
            if run.state == RunState.INTERRUPTED:
                named = f"run {run.number} stopped, nobody knows why"
                require(run.id in stops, Promise.STOPS_ARE_EXPLAINED, named)
        tickets = {one.id for one in self.now.all_tickets()}
        for stop in self.now.stops:
            promise = Promise.STOPS_ARE_EXPLAINED
            require(stop.ticket_id in tickets, promise, f"no ticket: {stop.cause}")
            later = stop.deadline > stop.interrupted_at
            require(later, promise, f"no deadline: {stop.cause}")

    @invariant()
    def attempts_are_counted_and_few(self) -> None:
        for action in self._actions():
            taken = self.taken[action.id]
            told = f"taken {taken} times, counted {action.attempts}: {action}"
            require(action.attempts == taken, Promise.FEW_ATTEMPTS, told)
            by_platform = self.kind_of(action.id).performer == Performer.PLATFORM
            few = taken <= MOST_ATTEMPTS or not by_platform
            require(few, Promise.FEW_ATTEMPTS, told)

    def _actions(self) -> list[Action]:
        return list(self.now.actions.values())

    def _moved(self) -> Iterator[tuple[Action, Action]]:
        for before in self.before.actions.values() if self.before else ():
            yield before, self.now.actions[before.id]

    def _before_runs(self) -> list[Run]:
        return list(self.before.runs.values()) if self.before else []

    def _is_held(self, action: Action) -> bool:
        return any(stop.action_id == action.id for stop in self.now.stops)


def _after(status: ActionStatus) -> set[ActionStatus]:
    """Return what may become of a status in any number of steps."""
    found: set[ActionStatus] = set()
    ahead = [status]
    while ahead:
        following = _STEPS.get(ahead.pop(), set()) - found
        found |= following
        ahead.extend(following)
    return found
