"""A run that one action opened ends with it, and not before."""

from uuid import UUID

import pytest

from agents.runners import Report, Result
from config.demo.process import WORKFLOW_KEY
from tests.cast import Cast, payment
from tests.governance.happenings import PAID
from tests.governance.losing import intended, lose, now_of, recover, sent, taken

_NEVER_SENT = Report(Result.FAILED_CLEAN, "The bank has refused it.")


@pytest.fixture
def alone(acme: Cast) -> UUID:
    """A payment that was asked for without a run."""
    response = acme.api("POST", "actions", payment() | {"workflow": WORKFLOW_KEY})
    return UUID(response.json()["id"])


@pytest.mark.parametrize("report", [PAID, _NEVER_SENT])
def test_it_ends_when_the_action_is_over(
    acme: Cast, alone: UUID, report: Report
) -> None:
    sent(acme, alone, report)

    assert now_of(acme, alone).run.state == "completed"


def test_it_goes_on_while_the_action_is_tried_again(acme: Cast, alone: UUID) -> None:
    taken(acme, alone)
    lose(acme, alone)

    assert now_of(acme, alone).run.state == "running"
    sent(acme, alone, PAID)
    assert now_of(acme, alone).status == "succeeded"


def test_it_goes_on_while_the_target_is_asked(acme: Cast, alone: UUID) -> None:
    intended(acme, alone)
    lose(acme, alone)

    assert not recover(acme, alone)
    assert now_of(acme, alone).status == "unknown"
    assert now_of(acme, alone).run.state == "running"
