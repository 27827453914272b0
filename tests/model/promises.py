"""What must hold after every step, one invariant for each promise."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis.stateful import invariant

from agents.models import EffectClass, Performer
from governance.models import Action, Hold, Run
from governance.services.dispositions import MOST_ATTEMPTS
from governance.states import (
    _STEPS,
    ActionStatus,
    CheckpointState,
    RunState,
    TicketState,
    is_final,
)
from tests.model.base import Base
from tests.model.seen import row_of
from tests.model.violations import require

_HOLDING = {
    ActionStatus.WAITING,
    ActionStatus.AUTHORIZED,
    ActionStatus.RUNNING,
    ActionStatus.UNKNOWN,
}


class Promises(Base):
    """The invariants. Each says in its message what was promised."""

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        for action in self._actions():
            for intent in self.now.intents[action.id]:
                sent = self.world.sent[intent.id]
                require(
                    sent <= 1 or self.kind_of(action.id).may_be_repeated,
                    f"I1: {sent} effects of {_named(action)}",
                )

    @invariant()
    def one_action_has_one_intent(self) -> None:
        for action in self._actions():
            require(
                len(self.now.intents[action.id]) <= 1,
                f"I1: several intents of {_named(action)}",
            )

    @invariant()
    def what_is_said_to_have_happened_has(self) -> None:
        for action in self._actions():
            if action.action_type.effect_class == EffectClass.PURE:
                continue
            happened = any(
                intent.id in self.world.happened
                for intent in self.now.intents[action.id]
            )
            if action.status == ActionStatus.SUCCEEDED:
                require(happened, f"I3: it did not happen: {_named(action)}")
            elif is_final(ActionStatus(action.status)):
                require(not happened, f"I3: it happened: {_named(action)}")

    @invariant()
    def nobody_goes_ahead_against_a_no(self) -> None:
        for ahead in self.ahead:
            named = _named(self.now.actions[ahead.action])
            require(not ahead.halted, f"I4: after a halt: {named}")
            require(ahead.run_state == RunState.RUNNING, f"I4: run over: {named}")
            require(not ahead.lacks_a_yes, f"I4: nobody said yes: {named}")

    @invariant()
    def a_yes_is_used_up_by_the_intent(self) -> None:
        for action in self._actions():
            asked = self.now.questions[action.id]
            used = [one for one in asked if one.used_at is not None]
            require(
                all(one.state == CheckpointState.APPROVED for one in used),
                f"I5: what is used is a yes: {_named(action)}",
            )
            if self.now.intents[action.id] and self.stage.needs_a_yes(action):
                require(bool(used), f"I5: the yes is still unused: {_named(action)}")

    @invariant()
    def fences_go_up_with_whoever_takes_it(self) -> None:
        for before, now in self._moved():
            require(now.fence >= before.fence, f"I6: fence went down: {_named(now)}")
            begun = now.status == ActionStatus.RUNNING != before.status
            require(
                not begun or now.fence > before.fence,
                f"I6: taken under an old fence: {_named(now)}",
            )
        for run in self._before_runs():
            require(
                self.now.runs[run.id].fence >= run.fence, "I6: a run's fence went down"
            )

    @invariant()
    def who_has_lost_it_changes_nothing(self) -> None:
        for touched in self.touched:
            action = self.now.actions[touched.action]
            require(
                row_of(action) == touched.row,
                f"I6: changed by who had lost it: {_named(action)}",
            )

    @invariant()
    def what_is_unknown_has_somebody(self) -> None:
        for action in self._actions():
            if action.status != ActionStatus.UNKNOWN:
                continue
            open_ones = [
                one
                for one in self.now.tickets[action.id]
                if one.state == TicketState.OPEN
            ]
            require(len(open_ones) == 1, f"unknown without ticket: {_named(action)}")
            ticket = open_ones[0]
            require(ticket.deadline > ticket.opened_at, "a ticket has a deadline")
            require(ticket.owner_id is not None, "a ticket has an owner")
            require(
                action.due_at is not None or self._is_held(action),
                f"nobody asks and nobody is told: {_named(action)}",
            )

    @invariant()
    def what_was_asked_about_in_vain_is_held(self) -> None:
        for action_id in self.in_vain:
            action = self.now.actions[action_id]
            require(
                self._is_held(action) or is_final(ActionStatus(action.status)),
                f"asked about in vain, and nobody stopped: {_named(action)}",
            )

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
            require(states == wanted, f"I10: {states} of {_named(action)}")

    @invariant()
    def counters_are_the_sum_of_what_is_held(self) -> None:
        sums: dict[object, dict[str, Decimal]] = {}
        held = [one for rows in self.now.holds.values() for one in rows]
        for one in held:
            by_state = sums.setdefault(one.limit_use_id, {})
            by_state[one.state] = by_state.get(one.state, Decimal(0)) + one.amount
        for one in held:
            use, of = one.limit_use, sums[one.limit_use_id]
            require(use.used == of.get(Hold.SETTLED, 0), "I10: what is used")
            require(use.reserved == of.get(Hold.RESERVED, 0), "I10: what is reserved")
            require(min(use.used, use.reserved) >= 0, "I10: never below zero")

    @invariant()
    def only_lawful_steps_are_taken(self) -> None:
        for before, now in self._moved():
            if now.status != before.status:
                require(
                    ActionStatus(now.status) in _after(ActionStatus(before.status)),
                    f"{before.status} became {now.status}: {_named(now)}",
                )
        for run in self._before_runs():
            state = self.now.runs[run.id].state
            require(
                run.state in {RunState.RUNNING, state}, f"{run.state} became {state}"
            )

    @invariant()
    def a_run_is_not_over_before_its_actions(self) -> None:
        for action in self._actions():
            state = self.now.runs[action.run_id].state
            if state == RunState.COMPLETED:
                require(
                    is_final(ActionStatus(action.status)),
                    f"completed with {_named(action)}",
                )
            if state != RunState.RUNNING:
                require(
                    action.status != ActionStatus.WAITING,
                    f"a question in a run that is over: {_named(action)}",
                )

    @invariant()
    def a_run_that_stopped_is_somebodys(self) -> None:
        stops = {stop.run_id: stop for stop in self.now.stops}
        for run in self.now.runs.values():
            if run.state == RunState.INTERRUPTED:
                require(run.id in stops, f"run {run.number} stopped, nobody knows why")
        for stop in self.now.stops:
            tickets = {one.id: one for one in self.now.all_tickets()}
            require(stop.ticket_id in tickets, f"no ticket: {stop.cause}")
            require(stop.deadline > stop.interrupted_at, "a stop has a deadline")

    @invariant()
    def attempts_are_counted_and_few(self) -> None:
        for action in self._actions():
            taken = self.taken[action.id]
            require(
                action.attempts == taken,
                f"taken {taken} times, counted {action.attempts}: {_named(action)}",
            )
            by_platform = action.action_type.performer == Performer.PLATFORM
            require(
                taken <= MOST_ATTEMPTS or not by_platform,
                f"taken {taken} times: {_named(action)}",
            )

    def _actions(self) -> list[Action]:
        return list(self.now.actions.values())

    def _moved(self) -> Iterator[tuple[Action, Action]]:
        for before in self.before.actions.values() if self.before else ():
            yield before, self.now.actions[before.id]

    def _before_runs(self) -> list[Run]:
        return list(self.before.runs.values()) if self.before else []

    def _is_held(self, action: Action) -> bool:
        return any(stop.action_id == action.id for stop in self.now.stops)


def _named(action: Action) -> str:
    return f"{action.action_type.name} ({action.status})"


def _after(status: ActionStatus) -> set[ActionStatus]:
    """Return what may become of a status in any number of steps."""
    found: set[ActionStatus] = set()
    ahead = [status]
    while ahead:
        following = _STEPS.get(ahead.pop(), set()) - found
        found |= following
        ahead.extend(following)
    return found
