"""An answer while a stop comes in between: whoever is first, nothing is carried out."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, HaltScope, Hold, Intent, Run
from governance.selectors.runs import run_of_agent
from governance.services import checkpoints, runs
from governance.services.approvals import use_approval
from tenants.errors import Conflict
from tests.cast import Cast, payment
from tests.governance.answering import answer, asked, loaded, now_of
from tests.governance.counting import holds_of, recounted
from tests.governance.halting import halt, lift
from tests.governance.happenings import as_agent
from tests.governance.ruling import pass_second_gate
from tests.racing import race, rounds

# As in test_checkpoint_races.
SHARES = 40


def stopping(cast: Cast, run_id: uuid.UUID) -> Callable[[], None]:
    """Return the act of an agent that stops midway, by its own word."""

    def act() -> None:
        with as_agent(cast):
            run = run_of_agent(run_id, agent_id=cast.agent.id, lock=True)
            runs.interrupt(
                run=run, reason="Torn.", safe_point="reading", side_effects="none"
            )

    return act


def holds_nothing(cast: Cast, action: Action) -> bool:
    """Return whether everything that the action held was given back, unspent."""
    with cast.scope():
        assert not Intent.objects.filter(action=action).exists()
    return set(holds_of(cast, action.id).values()) == {Hold.RELEASED}


def test_an_approval_and_a_halt_at_once_carry_nothing_out(acme: Cast) -> None:
    for _ in rounds(among=SHARES):
        waiting = asked(acme, amount="501.00")
        run: dict[str, Any] = {"id": str(now_of(acme, waiting).action.run_id)}

        def halting(run: dict[str, Any] = run) -> None:
            halt(acme, HaltScope.AGENT, run)

        assert race(partial(answer, acme, waiting, acme.cy), halting) == [None, None]

        action = pass_second_gate(acme, now_of(acme, waiting).action_id)
        assert (action.status, action.refused_by) == ("refused", "standing")
        assert holds_nothing(acme, action)
        assert now_of(acme, waiting).used_at is None
        lift(acme, HaltScope.AGENT, run)
    recounted(acme)


def test_an_approval_and_the_end_of_the_run_at_once_carry_nothing_out(
    acme: Cast,
) -> None:
    for _ in rounds(among=SHARES):
        waiting = asked(acme, amount="501.00")
        action = now_of(acme, waiting).action

        approved, stopped = race(
            partial(answer, acme, waiting, acme.bo), stopping(acme, action.run_id)
        )

        assert stopped is None
        found = now_of(acme, waiting)
        if approved is None:
            assert (found.state, found.action.status) == ("approved", "cancelled")
        else:
            assert isinstance(approved, Conflict)
            assert "The run has stopped" in approved.message
            assert (found.state, found.action.status) == ("cancelled", "cancelled")
        assert holds_nothing(acme, action)
    recounted(acme)


def test_a_refusal_that_ends_a_run_and_a_stop_of_it_leave_one_end(acme: Cast) -> None:
    for _ in rounds(among=SHARES):
        body = {**payment(amount="501.00"), "workflow": WORKFLOW_KEY}
        asked_for = acme.api("POST", "actions", body).json()
        waiting = uuid.UUID(asked_for["checkpoint"]["id"])

        refused, stopped = race(
            partial(answer, acme, waiting, acme.bo, how=checkpoints.refuse),
            stopping(acme, uuid.UUID(asked_for["run"])),
        )

        found = now_of(acme, waiting)
        assert [refused, stopped].count(None) == 1
        with acme.scope():
            state = Run.objects.get(id=asked_for["run"]).state
        ends = (found.state, found.action.status, state)
        if refused is None:
            assert ends == ("refused", "refused", "completed")
        else:
            assert ends == ("cancelled", "cancelled", "interrupted")
    recounted(acme)


def test_two_workers_at_once_use_an_approval_once(acme: Cast) -> None:
    for _ in rounds(among=SHARES):
        waiting = asked(acme, amount="501.00")
        answer(acme, waiting, acme.bo)

        def use(waiting: uuid.UUID = waiting) -> bool:
            with acme.scope():
                approval = loaded(waiting)
                rules_hash = approval.rules_hash
                return use_approval(approval.action, rules_hash=rules_hash) is not None

        assert sorted(map(str, race(use, use))) == ["False", "True"]
