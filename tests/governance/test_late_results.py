"""A worker that was given up answers late: evidence, and never a second effect."""

from uuid import UUID

import pytest

from agents.models import EffectClass
from agents.runners import Report, Result
from governance.models import Ticket
from governance.services.execution.outcome import settle
from tests.cast import Cast
from tests.governance import kinds
from tests.governance.halting import at_work
from tests.governance.losing import (
    answered,
    intended,
    lose,
    make_due,
    now_of,
    sources_of,
)

DONE = Report(Result.DONE, "Accepted.")
NOT_DONE = Report(Result.FAILED_CLEAN, "Not accepted.")
NO_ANSWER = Report(Result.UNKNOWN, "Sent, and no answer.")


def given_up(cast: Cast, effect: EffectClass) -> tuple[UUID, int]:
    """Return an action whose worker went silent after its intent, and its fence."""
    action_id = kinds.ask(cast, kinds.declare(cast, effect))
    fence = intended(cast, action_id)
    lose(cast, action_id)
    return action_id, fence


def late(cast: Cast, action_id: UUID, fence: int, report: Report) -> None:
    with at_work(cast):
        settle(action_id, fence=fence, report=report)


@pytest.mark.parametrize(
    ("report", "status"), [(DONE, "succeeded"), (NOT_DONE, "failed")]
)
def test_it_settles_what_nobody_knew(acme: Cast, report: Report, status: str) -> None:
    action_id, fence = given_up(acme, EffectClass.UNSAFE)

    late(acme, action_id, fence, report)

    assert now_of(acme, action_id).status == status
    assert sources_of(acme, action_id)[-1] == (report.result.value, "late_result")


def test_it_settles_nothing_where_it_does_not_know_either(acme: Cast) -> None:
    action_id, fence = given_up(acme, EffectClass.UNSAFE)

    late(acme, action_id, fence, NO_ANSWER)

    assert now_of(acme, action_id).status == "unknown"
    assert sources_of(acme, action_id)[-1] == ("unknown", "late_result")


def test_it_decides_nothing_while_another_worker_has_it(acme: Cast) -> None:
    action_id, fence = given_up(acme, EffectClass.IDEMPOTENT)
    make_due(acme, action_id)
    now = intended(acme, action_id)

    late(acme, action_id, fence, DONE)

    action = now_of(acme, action_id)
    assert (action.status, action.fence) == ("running", now)
    assert now == fence + 1


def test_one_no_is_not_believed_of_what_was_sent_more_than_once(acme: Cast) -> None:
    action_id, fence = given_up(acme, EffectClass.IDEMPOTENT)
    for _ in range(2):
        make_due(acme, action_id)
        intended(acme, action_id)
        lose(acme, action_id)
    assert now_of(acme, action_id).status == "unknown"

    late(acme, action_id, fence, NOT_DONE)
    assert now_of(acme, action_id).status == "unknown"

    late(acme, action_id, fence, DONE)
    assert now_of(acme, action_id).status == "succeeded"


def test_what_happened_after_all_is_shown_to_somebody(acme: Cast) -> None:
    action_id, fence = given_up(acme, EffectClass.QUERYABLE)
    answered(acme, action_id, NOT_DONE)
    assert now_of(acme, action_id).status == "failed"

    late(acme, action_id, fence, DONE)

    assert now_of(acme, action_id).status == "failed", "what was settled stays"
    with acme.scope():
        ticket = Ticket.objects.get(action_id=action_id, state="open")
    assert ticket.title.startswith("It happened after all")
    assert ticket.severity == 1
