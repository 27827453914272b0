"""What people do: answer, halt and lift, reword rules, attest; and what targets say."""

from contextlib import nullcontext
from datetime import timedelta
from unittest import mock
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agents.runners import Inquiry, Report, Result
from governance.models import HaltScope, Ticket
from governance.selectors.halting import active_halt
from governance.services import checkpoints, execution
from governance.services.attestation import attest
from governance.services.execution.probe import FRUITLESS
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from governance.services.silence import let_expire
from governance.services.tickets import resolve
from governance.states import UNRESOLVED, ActionStatus
from tenants.errors import Conflict
from tests.governance.answering import clock_ahead, loaded
from tests.governance.halting import at_work
from tests.governance.losing import make_due
from tests.model import seen
from tests.model.base import AGE, Base, pick
from tests.model.violations import Promise, require
from tests.model.world import NO_ANSWER

_ASK_TARGET = "governance.services.execution.ask_target"
REACH = st.sampled_from(
    [HaltScope.AGENT, HaltScope.RUN, HaltScope.WORKFLOW, HaltScope.ACTION_TYPE]
)
_AHEAD = (ActionStatus.AUTHORIZED, ActionStatus.RUNNING)


class StoppedError(Exception):
    """Whoever asked a target stopped before the answer came."""


class People(Base):
    """People who say what is true, and targets that do, if they answer."""

    @precondition(lambda self: self.waiting())
    @rule(age=AGE, word=st.sampled_from(["yes", "yes", "no", "nothing"]))
    def somebody_answers(self, age: int, word: str) -> None:
        with self.step():
            question = pick(self.waiting(), age).id
            if word == "nothing":
                self._expire(question)
            else:
                self.answer(question, yes=word == "yes")

    @precondition(lambda self: self._somebody_has_a_say() and self.done["words"] < 2)
    @rule()
    def somebody_rewords_the_rule(self) -> None:
        with self.step():
            self.reword()

    @precondition(lambda self: self._could_go_ahead() and self.may_halt())
    @rule(scope=REACH)
    def somebody_halts(self, scope: HaltScope) -> None:
        with self.step():
            self.halt(scope, self._could_go_ahead()[-1])

    @precondition(lambda self: self.halts)
    @rule()
    def somebody_lifts_the_halt(self) -> None:
        with self.step():
            self.lift(*min(self.halts, key=str))

    @precondition(lambda self: self._unknown())
    @rule(age=AGE)
    def somebody_attests(self, age: int) -> None:
        with self.step():
            self.attest(pick(self._unknown(), age))

    @precondition(lambda self: self._open_tickets() and self.done["closed"] < 1)
    @rule(age=AGE)
    def somebody_closes_a_ticket(self, age: int) -> None:
        self.done["closed"] += 1
        with self.step(), self.cast.scope(self.cast.bo):
            ticket = _ticket(pick(self._open_tickets(), age))
            unknown = ticket.action and ticket.action.status == ActionStatus.UNKNOWN
            with pytest.raises(Conflict) if unknown else nullcontext():
                resolve(ticket=ticket, by=self.cast.bo, resolution="Seen to.")

    @precondition(lambda self: self.askable())
    @rule(age=AGE, answer=st.sampled_from(["truth", "nothing", "lost"]))
    def a_target_is_asked(self, age: int, answer: str) -> None:
        with self.step():
            action = pick(self.askable(), age)
            if answer == "truth":
                self.ask_for_the_truth(action)
            elif answer == "nothing":
                self.ask_in_vain(action)
            else:
                with pytest.raises(StoppedError):
                    self._ask(action, stops=True)

    def teardown(self) -> None:
        """Leave nothing halted that other examples need."""
        self.lift_all()

    def lift_all(self) -> None:
        """Lift whatever is halted."""
        for scope, target in list(self.halts):
            self.lift(scope, target)

    def ask_in_vain(self, action: UUID) -> None:
        """Have a target be asked that says nothing."""
        self._ask(action, NO_ANSWER)
        if self.now.actions[action].probes >= FRUITLESS:
            self.in_vain.add(action)

    def ask_for_the_truth(self, action: UUID) -> None:
        """Have a target be asked that says what happened."""
        self._ask(action)

    def attest(self, action: UUID) -> None:
        """Have somebody find out what happened, and say so on the ticket."""
        truth = self.world.truth(self.now.intents[action][0].id)
        with self.cast.scope(self.cast.bo):
            attest(
                ticket=self._ticket_about(action),
                by=self.cast.bo,
                happened=truth.result is Result.DONE,
                evidence="I asked them myself.",
            )
        self.look_again()

    def answer(self, question_id: UUID, *, yes: bool) -> None:
        """Have somebody of Finance say yes or no."""
        with self.cast.scope(self.cast.bo):
            how = checkpoints.approve if yes else checkpoints.refuse
            question = loaded(question_id)
            how(checkpoint=question, by=self.cast.bo, reason="I looked.")
        self.look_again()
        if yes:
            self.approved.add(question_id)

    def reword(self) -> None:
        """Have the rule that asks a person changed."""
        self.done["words"] += 1
        self.stage.reword_the_rules()
        self.wording += 1
        self.look_again()

    def may_halt(self) -> bool:
        """Return whether nothing is halted, and has not been often."""
        return not self.halts and self.done["halts"] < 4

    def halt(self, scope: HaltScope, action: UUID) -> None:
        """Halt what reaches an action."""
        self.done["halts"] += 1
        targets = {
            HaltScope.AGENT: self.cast.agent.id,
            HaltScope.WORKFLOW: self.stage.workflow,
            HaltScope.RUN: self.now.actions[action].run_id,
            HaltScope.ACTION_TYPE: self.type_of(self.now.actions[action]),
        }
        target = targets[scope]
        with self.cast.scope(self.cast.bo):
            set_halt(
                scope=scope,
                target_id=target,
                label="This",
                by=self.cast.bo,
                reason="Something looks wrong.",
            )
        self.halts.add((scope, target))

    def lift(self, scope: HaltScope, target: UUID) -> None:
        """Lift a halt."""
        with self.cast.scope(self.cast.ada):
            halt = active_halt(scope, target)
            assert halt is not None
            lift_halt(halt, by=self.cast.ada, reason="It was nothing.")
        self.halts.discard((scope, target))

    def _ask(
        self, action: UUID, answer: Report | None = None, *, stops: bool = False
    ) -> None:
        def ask_target(inquiry: Inquiry) -> Report:
            if stops:
                raise StoppedError
            return answer or self.world.truth(inquiry.intent)

        make_due(self.cast, action)
        try:
            with mock.patch(_ASK_TARGET, ask_target):
                execution.probe(client_id=self.cast.client.id, action_id=action)
        finally:
            self.look_again()

    def _expire(self, question: UUID) -> None:
        with clock_ahead(timedelta(hours=25)), at_work(self.cast):
            let_expire(loaded(question))

    def _somebody_has_a_say(self) -> bool:
        rows = [self.now.actions[one] for one in self.is_open()]
        return any(self.stage.needs_a_yes(one) for one in rows)

    def _could_go_ahead(self) -> list[UUID]:
        return [one.id for one in self.now.actions.values() if one.status in _AHEAD]

    def _unknown(self) -> list[UUID]:
        rows = self.now.actions.values()
        return [one.id for one in rows if one.status == ActionStatus.UNKNOWN]

    def askable(self) -> list[UUID]:
        """Return what is unknown and whose target can be asked."""
        rows = self.now.actions
        return [one for one in self._unknown() if rows[one].due_at is not None]

    def _open_tickets(self) -> list[seen.Ticket]:
        rows = self.now.all_tickets()
        return [one for one in rows if one.state in UNRESOLVED]

    def _ticket_about(self, action: UUID) -> Ticket:
        rows = [one for one in self._open_tickets() if one.action_id == action]
        require(bool(rows), Promise.SOMEBODY_HAS_IT, "nowhere to say so")
        return _ticket(rows[0])


def _ticket(row: seen.Ticket) -> Ticket:
    return Ticket.objects.select_related("action", "run").get(id=row.id)
