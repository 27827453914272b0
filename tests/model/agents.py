"""The agent's part: ask, carry out what it has a permit for, beat, stop, complete."""

import uuid
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

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
from tests.model.violations import require
from tests.model.world import Held

MOST_RUNS = 8
MOST_OPEN = 4
COSTLY = st.sampled_from([False, False, True])
KINDS = st.sampled_from([(by, effect) for by in Performer for effect in EffectClass])


class Agents(Base):
    """The agent, honest and forgetful: it acts at most once on each permit."""

    @initialize(kind=KINDS, costly=COSTLY)
    def it_begins(self, kind: tuple[Performer, EffectClass], costly: bool) -> None:
        self.invoice = f"NL-{uuid.uuid4().hex[:12]}"
        self.open_run()
        asked = self.asked(kind, costly=costly, same=True)
        self.ask(asked | {"run": self.runs[0]})

    @precondition(lambda self: len(self.runs) < MOST_RUNS and not self.alive())
    @rule()
    def it_opens_another_run(self) -> None:
        with self.step():
            self.open_run()

    @precondition(lambda self: self.may_ask())
    @rule(kind=KINDS, costly=COSTLY, same=st.sampled_from([False, False, True]))
    def it_asks(
        self, kind: tuple[Performer, EffectClass], costly: bool, same: bool
    ) -> None:
        with self.step():
            asked = self.asked(kind, costly=costly, same=same)
            self.ask(asked | {"run": pick(self.alive(), 0)})

    @precondition(lambda self: self.has_room() and len(self.runs) < MOST_RUNS)
    @rule(kind=KINDS, costly=COSTLY)
    def it_asks_without_a_run(
        self, kind: tuple[Performer, EffectClass], costly: bool
    ) -> None:
        with self.step():
            asked = self.asked(kind, costly=costly, same=False)
            self.ask(asked | {"workflow": WORKFLOW_KEY})

    @precondition(lambda self: self.startable())
    @rule(age=AGE)
    def it_starts(self, age: int) -> None:
        with self.step():
            self.start(pick(self.startable(), age))

    @precondition(lambda self: self._usable())
    @rule(age=AGE, works=st.booleans())
    def it_acts(self, age: int, works: bool) -> None:
        with self.step(outside=True):
            permit = pick(self._usable(), age)
            self.world.take(permit.intent, works=works, answers=True)
            permit.done = True

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

    @precondition(lambda self: self.done["beats"] < 1 or len(self.runs) == MOST_RUNS)
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
            require(told.stop or not ended, "an agent is told that its run has ended")

    @precondition(lambda self: self._may_end())
    @rule()
    def it_goes_silent(self) -> None:
        self.done["ends"] += 1
        with self.step():
            require(
                lose_agent(self.cast, {"id": str(pick(self.alive(), 0))}),
                "an agent that went silent is found",
            )

    @precondition(lambda self: self._may_end())
    @rule()
    def it_stops(self) -> None:
        self.done["ends"] += 1
        with self.step(), as_agent(self.cast):
            run = self._run(pick(self.alive(), 0))
            runs.interrupt(
                run=run, reason="Torn.", safe_point="before", side_effects="unknown"
            )

    @precondition(lambda self: self._may_end())
    @rule()
    def it_completes(self) -> None:
        self.done["ends"] += 1
        with self.step():
            try:
                with as_agent(self.cast):
                    runs.complete(run=self._run(pick(self.alive(), 0)), summary="Done.")
            except Conflict:
                # What is open then, the invariants know.
                return

    def open_run(self) -> None:
        """Open a run, unless the agent is halted."""
        try:
            with as_agent(self.cast):
                run = runs.open_run(agent=self.cast.agent, workflow_key=WORKFLOW_KEY)
        except NotAllowed:
            return
        self.runs.append(run.id)

    def ask(self, asked: dict[str, Any]) -> None:
        """Ask for an action, unless it needs a run and the agent is halted."""
        try:
            with as_agent(self.cast):
                action = intake.ask(agent=self.cast.agent, asked=intake.Asked(**asked))
        except NotAllowed:
            return
        if action.run_id not in self.runs:
            self.runs.append(action.run_id)

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

    def alive(self) -> list[UUID]:
        """Return the runs that the agent keeps alive itself."""
        return [
            run.id
            for run in self.now.runs.values()
            if run.state == RunState.RUNNING and not run.single
        ]

    def has_room(self) -> bool:
        """Return whether few enough actions are open for another one."""
        return len(self.is_open()) < MOST_OPEN

    def may_ask(self) -> bool:
        """Return whether there is a run in which to ask for another action."""
        return bool(self.alive()) and self.has_room()

    def _may_end(self) -> bool:
        # Only in the middle of something: what has ended is no more interesting.
        return bool(self.alive() and self.is_open()) and self.done["ends"] < 3

    def asked(
        self, kind: tuple[Performer, EffectClass], *, costly: bool, same: bool
    ) -> dict[str, Any]:
        """Return what is asked for, about the first invoice or one of its own."""
        performer, effect = kind
        invoice = self.invoice if same else f"{self.invoice}-{len(self.now.actions)}"
        amount = "740.00" if costly else "48.00"
        body = payment(amount=amount, invoice=invoice)
        return body | {"action": f"{performer.value}.{effect.value}"}

    def startable(self) -> list[UUID]:
        """Return what the agent may ask a permit for."""
        open_ones = (ActionStatus.AUTHORIZED, ActionStatus.RUNNING)
        return self.those(*open_ones, performer=Performer.AGENT)

    def _usable(self) -> list[Held]:
        return [one for one in self.permits if not one.over and not one.done]

    def _reportable(self) -> list[UUID]:
        begun = (ActionStatus.RUNNING, ActionStatus.UNKNOWN)
        return self.those(*begun, performer=Performer.AGENT)

    def _hold(self, action: UUID, permit: permits.Permit) -> None:
        for held in self.permits:
            same = (held.intent, held.expires_at)
            require(
                held.action != action or same == (permit.intent.id, permit.expires_at),
                "I1: for one action there is one permit",
            )
        if not any(held.action == action for held in self.permits):
            self.permits.append(Held(action, permit.intent.id, permit.expires_at))

    def _mine(self, action: UUID) -> Action:
        return action_of_agent(action, agent_id=self.cast.agent.id, lock=True)

    def _run(self, run: UUID) -> Run:
        return run_of_agent(run, agent_id=self.cast.agent.id, lock=True)
