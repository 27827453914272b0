"""The database counts who has approved, whatever the code believes."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection

from governance.models import CheckpointAnswer
from tests.cast import Cast
from tests.governance.answering import asked, clock_ahead
from tests.governance.quorums import approve_by_row, require, time_left


def _force(cast: Cast, statement: str, *values: Any) -> None:
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute(statement, values)


_DECIDE = (
    "UPDATE governance_checkpoint SET state = %s, answered_by_id = %s, "
    "answered_at = remit_now() WHERE id = %s"
)


def test_the_database_counts_whatever_the_code_believes(acme: Cast) -> None:
    require(acme, 2)
    waiting = asked(acme)
    approve_by_row(acme, waiting, acme.bo)

    for state, who in [
        ("approved", acme.bo),
        ("approved", acme.cy),
        ("refused", acme.bo),
    ]:
        with pytest.raises(IntegrityError, match="checkpoint_quorum"):
            _force(acme, _DECIDE, state, who.id, waiting)
    with pytest.raises(IntegrityError, match="checkpoint_answer_once"):
        approve_by_row(acme, waiting, acme.bo)
    for statement in (
        "UPDATE governance_checkpoint SET quorum = 1 WHERE id = %s",
        "UPDATE governance_checkpointanswer SET reason = '' WHERE checkpoint_id = %s",
        "DELETE FROM governance_checkpointanswer WHERE checkpoint_id = %s",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _force(acme, statement, waiting)

    approve_by_row(acme, waiting, acme.cy)
    with pytest.raises(IntegrityError, match="checkpoint_quorum"):
        _force(acme, _DECIDE, "approved", acme.vi.id, waiting)
    _force(acme, _DECIDE, "approved", acme.cy.id, waiting)
    with pytest.raises(IntegrityError, match="only a question that waits"):
        approve_by_row(acme, waiting, acme.vi)


def test_the_database_takes_no_answer_after_the_deadline(acme: Cast) -> None:
    waiting = asked(acme)

    with (
        clock_ahead(time_left(acme, waiting)),
        pytest.raises(DatabaseError, match="only a question that waits"),
    ):
        approve_by_row(acme, waiting, acme.bo)


def test_a_client_s_answers_are_its_own(acme: Cast, globex: Cast) -> None:
    waiting = asked(acme)

    with pytest.raises(DatabaseError):
        approve_by_row(globex, waiting, globex.gil)

    with acme.scope():
        assert not CheckpointAnswer.objects.exists()
