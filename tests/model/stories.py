"""Stories: what needs several steps in a row, in that order, to be there at all.

Real failures are of these kinds; left to chance, step by step, they would be seen
too seldom. What comes after them is left to chance again.
"""

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from agents.models import EffectClass, Performer
from governance.models import HaltScope
from governance.services.execution.probe import FRUITLESS
from governance.states import ActionStatus, CheckpointState
from tests.model.agents import SELDOM, Agents
from tests.model.people import REACH, People
from tests.model.stage import Kind
from tests.model.workers import Workers
from tests.model.world import Worker

EFFECTS = st.sampled_from(EffectClass)
# What may be sent again has most to go wrong.
REPEATED = st.sampled_from(
    [EffectClass.IDEMPOTENT, EffectClass.QUERYABLE, *EffectClass]
)
OFTEN = st.sampled_from([True, True, True, False])
# Until before the intent, until the intent, until it was sent.
FAR = st.sampled_from([2, 2, 0, 2, 1, 0])
# Whether the first worker returns, the second has an effect, and how often the
# target is asked.
GOES_ON = st.tuples(OFTEN, SELDOM, st.sampled_from([FRUITLESS, 1, 0]))
ENDS = st.sampled_from(["silent", "stops"])


class Stories(Agents, Workers, People):
    """What is worth a rule of its own. Nothing is halted when one begins."""

    @precondition(lambda self: self.may_go_on())
    @rule(works=OFTEN, single=SELDOM, times=st.sampled_from([FRUITLESS, 1]))
    def one_is_lost_and_its_target_asked(
        self, works: bool, single: bool, times: int
    ) -> None:
        """It says nothing so many times; unless they were too many, what is true."""
        with self.step():
            action = self._given(EffectClass.QUERYABLE, single=single)
            self._lose(action, far=2, works=works)
            for _ in range(times):
                self.ask_in_vain(action)
            if times < FRUITLESS and action in self.askable():
                self.ask_for_the_truth(action)

    @initialize(
        effect=REPEATED, far=FAR, works=OFTEN, goes_on=GOES_ON, single=st.booleans()
    )
    def it_begins(
        self,
        effect: EffectClass,
        far: int,
        works: bool,
        goes_on: tuple[bool, bool, int],
        single: bool,
    ) -> None:
        """With one that is lost and taken over, or asked about, where that may be.

        Meanwhile the first, who was only frozen, may go on.
        """
        returns, again, questions = goes_on
        with self.step():
            action = self._given(effect, single=single)
            first = self._lose(action, far=far, works=works)
            for _ in range(questions if action in self.askable() else 0):
                self.ask_in_vain(action)
            second = self._take_over(action)
            if returns and first in self.frozen():
                self.go_on(first)
            if second is not None:
                self._finish(second, works=again)

    @precondition(lambda self: self.may_go_on())
    @rule(effect=EFFECTS, by=st.one_of(REACH, ENDS), lifted=OFTEN)
    def something_stops_it_before_its_intent(
        self, effect: EffectClass, by: HaltScope | str, lifted: bool
    ) -> None:
        """Somebody halts what reaches it, or its run ends."""
        with self.step():
            action = self._given(effect)
            worker = self.take(action)
            if isinstance(by, HaltScope):
                self.halt(by, action)
            else:
                self.end_run(self.now.actions[action].run_id, by)
            self.intend(worker)
            if lifted:
                self.lift_all()

    @precondition(lambda self: self.may_go_on())
    @rule(
        effect=EFFECTS, halted=st.one_of(REACH, st.none()), works=OFTEN, single=SELDOM
    )
    def a_permit_is_asked_for_again(
        self,
        effect: EffectClass,
        halted: HaltScope | None,
        works: bool,
        single: bool,
    ) -> None:
        """After a halt, or when it is over."""
        with self.step():
            action = self._given(effect, performer=Performer.AGENT, single=single)
            self.start(action)
            if halted is None:
                self.act(self.permits[-1], works=works)
                self.end_lease(action)
            else:
                self.halt(halted, action)
            self.start(action)
            self.lift_all()

    @precondition(lambda self: self.may_go_on() and self.done["words"] < 3)
    @rule(effect=EFFECTS, reworded=OFTEN)
    def somebody_says_yes(self, effect: EffectClass, reworded: bool) -> None:
        """To what may have become another question before anybody goes ahead."""
        with self.step():
            action = self._given(effect, costly=True)
            self.answer(self.waiting()[-1].id, yes=True)
            if reworded:
                self.reword()
            self.intend(self.take(action))
            for question in self.now.questions[action]:
                if question.state == CheckpointState.WAITING:
                    self.answer(question.id, yes=True)
                    self.intend(self.take(action))

    def may_go_on(self) -> bool:
        """Return whether something new can be asked for and carried out."""
        return self.may_ask() and not self.halts

    def _given(
        self,
        effect: EffectClass,
        *,
        performer: Performer = Performer.PLATFORM,
        costly: bool = False,
        single: bool = False,
    ) -> UUID:
        action = self.ask(Kind(effect, performer), costly=costly, single=single)
        assert action is not None, "nothing is halted"
        return action

    def _lose(self, action: UUID, *, far: int, works: bool) -> Worker:
        # A worker takes it, gets so far, and freezes; the sweeper finds out.
        worker = self.take(action)
        if far > 0:
            self.intend(worker)
        if far > 1:
            self.send(worker, works=works, answers=True)
        self.end_lease(action)
        self.sweep(action)
        return worker

    def _take_over(self, action: UUID) -> Worker | None:
        again = self.now.actions[action].status == ActionStatus.AUTHORIZED
        return self.take(action) if again else None

    def _finish(self, worker: Worker, *, works: bool) -> None:
        self.intend(worker)
        if worker.order:
            self.send(worker, works=works, answers=True)
            self.say(worker)
