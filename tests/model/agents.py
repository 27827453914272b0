"""The agent's part: ask, carry out what it has a permit for, beat, stop, complete."""

import uuid
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agents.models import EffectClass, Performer
from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Result, Run
from governance.selectors.runs import action_of_agent, run_of_agent
from governance.services import intake, permits, runs
from governance.states import ActionStatus, RunState
from tenants.errors import Conflict, NotAllowed
from tests.cast import payment
from tests.governance.happenings import as_agent
from tests.governance.losing import lose_agent
from tests.model.base import AGE, Base, pick
from tests.model.stage import Kind
from tests.model.violations import Promise, require
from tests.model.world import Granted

MOST_OPEN = 6
SELDOM = st.sampled_from([False, False, True])
KINDS = st.builds(Kind, st.sampled_from(EffectClass), st.sampled_from(Performer))


class Agents(Base):
    """The agent, honest and forgetful: it acts at most once on each permit."""

    def __init__(self) -> None:
        super().__init__()
        self.invoice = f"NL-{uuid.uuid4().hex[:12]}"

    @precondition(lambda self: self.may_ask())
    @rule(kind=KINDS, costly=SELDOM, same=SELDOM, single=SELDOM)
    def it_asks(self, kind: Kind, costly: bool, same: bool, single: bool) -> None:
        with self.step():
            self.ask(kind, costly=costly, same=same, single=single)

    @precondition(lambda self: self.startable())
    @rule(age=AGE)
    def it_starts(self, age: int) -> None:
        with self.step():
            self.start(pick(self.startable(), age))

    @precondition(lambda self: self._usable())
    @rule(age=AGE, works=st.booleans())
    def it_acts(self, age: int, works: bool) -> None:
        with self.step(outside=True):
            self.act(pick(self._usable(), age), works=works)

    @precondition(lambda self: self._reportable())
    @rule(age=AGE, sure=st.booleans())
    def it_reports(self, age: int, sure: bool) -> None:
        with self.step() as before:
            action = pick(self._reportable(), age)
            intent = before.intents[action][0].id
            truth = Result(self.world.truth(intent).result.value)
            for permit in self.permits:
                permit.done = permit.done or permit.action == action
            with as_agent(self.cast):
                permits.report(
                    self._mine(action),
                    result=truth if sure else Result.UNKNOWN,
                    summary="Seen in the shop.",
                    evidence={},
                )

    @precondition(lambda self: self.runs and self.done["beats"] < 1)
    @rule(stale=st.booleans())
    def it_beats(self, stale: bool) -> None:
        self.done["beats"] += 1
        with self.step() as before:
            run = pick(list(before.runs.values()), 0)
            fence = run.fence - 1 if stale else run.fence
            with as_agent(self.cast):
                found = run_of_agent(run.id, agent_id=self.cast.agent.id, lock=True)
                if stale:
                    with pytest.raises(Conflict):
                        runs.heartbeat(run=found, fence=fence)
                    return
                told = runs.heartbeat(run=found, fence=fence)
            ended = run.state != RunState.RUNNING
            require(told.stop or not ended, Promise.SILENCE_IS_FOUND, "not told")

    @precondition(lambda self: self._may_end())
    @rule(ends=st.sampled_from(["silent", "stops", "completes"]))
    def it_ends_its_run(self, ends: str) -> None:
        self.done["ends"] += 1
        with self.step():
            self.end_run(self.alive()[-1], ends)

    def end_run(self, run: UUID, ends: str) -> None:
        """Have the agent go silent, stop by its own word, or complete if it may."""
        if ends == "silent":
            found = lose_agent(self.cast, {"id": str(run)})
            require(found, Promise.SILENCE_IS_FOUND, "an agent was not missed")
        elif ends == "stops":
            self._interrupt(run)
        else:
            self._complete(run)
        self.look_again()

    def ask(
        self,
        kind: Kind,
        *,
        costly: bool = False,
        same: bool = False,
        single: bool = False,
    ) -> UUID | None:
        """Ask for something and return it, or None where the agent is halted."""
        asked = self._asked(kind, costly=costly, same=same)
        try:
            with as_agent(self.cast):
                where = {"workflow": WORKFLOW_KEY} if single else {"run": self._a_run()}
                asking = intake.Asked(**asked, **where)
                action = intake.ask(agent=self.cast.agent, asked=asking).action
        except NotAllowed:
            return None
        finally:
            self.look_again()
        if action.run_id not in self.runs:
            self.runs.append(action.run_id)
        return action.id

    def start(self, action: UUID) -> None:
        """Have the agent ask for a permit, for the first time or again."""
        ahead = self.note_ahead(action)
        if self.now.actions[action].status == ActionStatus.AUTHORIZED:
            self.taken[action] += 1
            self.over.discard(action)
        with as_agent(self.cast):
            permit = permits.start(self._mine(action))
        self.look_again()
        if permit is not None:
            self.ahead.append(ahead)
            self._hold(action, permit)
        self.over.discard(action)

    def act(self, permit: Granted, *, works: bool) -> None:
        """Have the agent do, once, what it has a permit for."""
        self.world.take(permit.intent, works=works, answers=True)
        permit.done = True

    def alive(self) -> list[UUID]:
        """Return the runs that the agent keeps alive itself."""
        return [
            run.id
            for run in self.now.runs.values()
            if run.state == RunState.RUNNING and not run.single
        ]

    def may_ask(self) -> bool:
        """Return whether few enough actions are open for another one."""
        return len(self.is_open()) < MOST_OPEN

    def _may_end(self) -> bool:
        # Only in the middle of something: what has ended is no more interesting.
        return bool(self.alive() and self.is_open()) and self.done["ends"] < 3

    def _asked(self, kind: Kind, *, costly: bool, same: bool) -> dict[str, Any]:
        # About the one invoice or one of its own.
        invoice = self.invoice if same else f"{self.invoice}-{len(self.now.actions)}"
        amount = "740.00" if costly else "48.00"
        return payment(amount=amount, invoice=invoice) | {"action": kind.name}

    def _a_run(self) -> UUID:
        # The newest that is alive, or a new one.
        if not self.alive():
            opened = runs.open_run(agent=self.cast.agent, workflow_key=WORKFLOW_KEY)
            self.runs.append(opened.id)
            return opened.id
        return self.alive()[-1]

    def _interrupt(self, run: UUID) -> None:
        with as_agent(self.cast):
            runs.interrupt(
                run=self._run(run),
                reason="Torn.",
                safe_point="before",
                side_effects="unknown",
            )

    def _complete(self, run: UUID) -> None:
        try:
            with as_agent(self.cast):
                runs.complete(run=self._run(run), summary="Done.")
        except Conflict:
            # What is open then, the invariants know.
            return

    def startable(self) -> list[UUID]:
        """Return what the agent may ask a permit for."""
        open_ones = (ActionStatus.AUTHORIZED, ActionStatus.RUNNING)
        return self.those(*open_ones, performer=Performer.AGENT)

    def _usable(self) -> list[Granted]:
        return [one for one in self.permits if not one.over and not one.done]

    def _reportable(self) -> list[UUID]:
        begun = (ActionStatus.RUNNING, ActionStatus.UNKNOWN)
        return self.those(*begun, performer=Performer.AGENT)

    def _hold(self, action: UUID, permit: permits.Permit) -> None:
        for held in self.permits:
            same = (held.intent, held.expires_at)
            require(
                held.action != action or same == (permit.intent.id, permit.expires_at),
                Promise.ONE_INTENT,
                "a second permit",
            )
        if not any(held.action == action for held in self.permits):
            self.permits.append(Granted(action, permit.intent.id, permit.expires_at))

    def _mine(self, action: UUID) -> Action:
        return action_of_agent(action, agent_id=self.cast.agent.id, lock=True)

    def _run(self, run: UUID) -> Run:
        return run_of_agent(run, agent_id=self.cast.agent.id, lock=True)
