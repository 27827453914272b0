"""A run that one action opened is over when the action is, and not before."""

from uuid import UUID

import pytest

from agents.models import EffectClass
from agents.runners import Report, Result
from config.demo.process import WORKFLOW_KEY
from tests.cast import Cast, payment
from tests.governance import kinds
from tests.governance.losing import answered, intended, lose, now_of, sent, taken

DONE = Report(Result.DONE, "Accepted.")


def asked_alone(cast: Cast, effect: EffectClass) -> UUID:
    """Ask for an action without a run and return its id."""
    body = payment() | {"action": kinds.declare(cast, effect), "workflow": WORKFLOW_KEY}
    return UUID(cast.api("POST", "actions", body).json()["id"])


@pytest.mark.parametrize("effect", list(EffectClass))
def test_it_goes_on_when_a_worker_stopped_before_the_intent(
    acme: Cast, effect: EffectClass
) -> None:
    action_id = asked_alone(acme, effect)
    taken(acme, action_id)
    lose(acme, action_id)
    assert now_of(acme, action_id).run.state == "running"

    sent(acme, action_id, DONE)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("succeeded", "completed")


def test_it_goes_on_while_the_target_can_be_asked(acme: Cast) -> None:
    action_id = asked_alone(acme, EffectClass.QUERYABLE)
    intended(acme, action_id)
    lose(acme, action_id)
    assert now_of(acme, action_id).run.state == "running"

    answered(acme, action_id, DONE)

    action = now_of(acme, action_id)
    assert (action.status, action.run.state) == ("succeeded", "completed")
