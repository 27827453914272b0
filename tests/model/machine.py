"""The machine of run and action as a whole, and how long it is played."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from agents.models import EffectClass, Performer
from governance.models import HaltScope
from tests.model.agents import Agents
from tests.model.people import REACH, People
from tests.model.promises import Promises
from tests.model.workers import FAR, Workers

# So many in each run of the tests; `make faults` asks for more.
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "12"))
STEPS = 25
# Most of what is lost had happened, and its target can be asked.
LOSABLE = st.sampled_from([EffectClass.QUERYABLE, *EffectClass])
WORKS = st.sampled_from([True, True, False])


class Machine(Agents, Workers, People, Promises):
    """The agent, the workers, the people and the world, and what must hold."""

    @precondition(lambda self: self.may_ask())
    @rule(effect=LOSABLE, far=FAR, works=WORKS, vain=st.booleans())
    def one_is_asked_for_and_lost(
        self, effect: EffectClass, far: int, works: bool, vain: bool
    ) -> None:
        """What is lost midway is what everything is about, so it is often there."""
        with self.step():
            kind = (Performer.PLATFORM, effect)
            asked = self.asked(kind, costly=False, same=False)
            self.ask(asked | {"run": self.alive()[-1]})
            self.look_again()
            for action in self.due()[-1:]:
                self.lose(action, far=far, works=works, answers=True)
                if vain and action in self.askable():
                    self.ask_in_vain(action)

    @precondition(lambda self: self.may_ask() and self.may_halt())
    @rule(effect=st.sampled_from(EffectClass), scope=REACH, again=st.booleans())
    def a_permit_is_out_when_something_is_halted(
        self, effect: EffectClass, scope: HaltScope, again: bool
    ) -> None:
        """The prefix from which all that comes after a halt begins."""
        with self.step():
            kind = (Performer.AGENT, effect)
            asked = self.asked(kind, costly=False, same=False)
            self.ask(asked | {"run": self.alive()[-1]})
            self.look_again()
            for action in self.startable()[-1:]:
                self.start(action)
                self.halt(scope, action)
                if again:
                    self.start(action)

    @precondition(lambda self: self.may_ask() and self.done["words"] < 2)
    @rule(effect=st.sampled_from(EffectClass), changes=st.booleans())
    def somebody_says_yes(self, effect: EffectClass, changes: bool) -> None:
        """The prefix of all that depends on a yes, fresh or overtaken."""
        with self.step():
            kind = (Performer.PLATFORM, effect)
            asked = self.asked(kind, costly=True, same=False)
            self.ask(asked | {"run": self.alive()[-1]})
            self.look_again()
            for question in self.waiting()[-1:]:
                self.answer(question.id, yes=True)
                if changes:
                    self.reword()
                self.intend(self.take(question.action_id))


def play(*, examples: int, shrink: bool) -> None:
    """Play so many examples, the same each time; raise what was found."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            print_blob=True,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
