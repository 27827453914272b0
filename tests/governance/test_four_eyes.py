"""What the database holds of a checkpoint, in SQL as the application's own role."""

import uuid
from typing import LiteralString

import pytest
from django.db import IntegrityError, ProgrammingError

from agents.models import OwnerRole, Ownership
from tenants.clock import database_now
from tests.cast import Cast
from tests.database import changed, run
from tests.governance.answering import ELSEWHERE, asked, now_of

# As the services answer, but for who does.
ANSWER: LiteralString = (
    "UPDATE governance_checkpoint SET state = %s, answered_by_id = %s, "
    "answered_at = remit_now(), reason = 'Seen.' WHERE id = %s"
)
SAY: LiteralString = (
    "INSERT INTO governance_checkpointanswer (id, client_id, checkpoint_id, person_id, "
    "answer, reason, answered_at) SELECT gen_random_uuid(), client_id, id, %s, %s, "
    "'Seen.', remit_now() FROM governance_checkpoint WHERE id = %s"
)
END: LiteralString = "UPDATE governance_checkpoint SET state = %s WHERE id = %s"
USE: LiteralString = (
    "UPDATE governance_checkpoint SET used_at = remit_now() WHERE id = %s"
)
COPY: LiteralString = (
    "INSERT INTO governance_checkpoint (id, client_id, action_id, group_id, kind, "
    "quorum, digest, rules_hash, barred, state, asked_at, deadline, answered_by_id, "
    "answered_at, reason, used_at) SELECT gen_random_uuid(), client_id, action_id, "
    "group_id, kind, quorum, digest, rules_hash, %s::uuid[], %s, asked_at, deadline, "
    "%s, %s::timestamptz, reason, %s::timestamptz "
    "FROM governance_checkpoint WHERE id = %s"
)
CHANGES: list[LiteralString] = [
    "UPDATE governance_checkpoint SET state = 'refused' WHERE id = %s",
    (
        "UPDATE governance_checkpoint SET state = 'waiting', answered_by_id = NULL, "
        "answered_at = NULL WHERE id = %s"
    ),
    "UPDATE governance_checkpoint SET answered_at = remit_now() WHERE id = %s",
    "UPDATE governance_checkpoint SET reason = 'Something else.' WHERE id = %s",
]
ASKED = [
    "id",
    "client_id",
    "action_id",
    "group_id",
    "kind",
    "quorum",
    "digest",
    "rules_hash",
    "barred",
    "asked_at",
    "deadline",
]


@pytest.fixture
def waiting(acme: Cast) -> uuid.UUID:
    """A four-eyes question about Ada's agent."""
    return asked(acme, account=ELSEWHERE)


def do(cast: Cast, statement: LiteralString, *params: object) -> int:
    with cast.scope():
        return changed(statement, *params)


def decide(cast: Cast, state: str, who: uuid.UUID, waiting: uuid.UUID) -> int:
    """Say it and have it count."""
    do(cast, SAY, who, state, waiting)
    return do(cast, ANSWER, state, who, waiting)


def test_somebody_else_of_the_client_answers(acme: Cast, waiting: uuid.UUID) -> None:
    assert decide(acme, "approved", acme.cy.id, waiting) == 1


def test_the_owner_does_not(acme: Cast, waiting: uuid.UUID) -> None:
    assert now_of(acme, waiting).barred == [acme.ada.id]
    for state in ("approved", "refused"):
        with pytest.raises(IntegrityError, match='"checkpoint_four_eyes"'):
            do(acme, ANSWER, state, acme.ada.id, waiting)


def test_who_owned_the_agent_when_it_asked_does_not(
    acme: Cast, waiting: uuid.UUID
) -> None:
    with acme.scope():
        owned = Ownership.objects.get(agent=acme.agent, role=OwnerRole.OWNER)
        owned.until = database_now()
        owned.save(update_fields=["until"])

    with pytest.raises(IntegrityError, match='"checkpoint_four_eyes"'):
        do(acme, ANSWER, "approved", acme.ada.id, waiting)


def test_neither_does_an_agent_nor_another_client(
    acme: Cast, globex: Cast, waiting: uuid.UUID
) -> None:
    for nobody in (acme.agent.id, globex.rae.id, acme.cy.user.id, uuid.uuid4()):
        with pytest.raises(IntegrityError, match="foreign key"):
            do(acme, ANSWER, "approved", nobody, waiting)


def test_four_eyes_without_a_whole_snapshot_cannot_be(
    acme: Cast, waiting: uuid.UUID
) -> None:
    for barred in ("{}", "{NULL}", f"{{{acme.ada.id},NULL}}"):
        with pytest.raises(IntegrityError, match="checkpoint_four_eyes_bars_somebody"):
            do(acme, COPY, barred, "waiting", None, None, None, waiting)
    with pytest.raises(IntegrityError, match='null value in column "barred"'):
        do(acme, COPY, None, "waiting", None, None, None, waiting)


def test_nothing_is_written_down_as_answered_already(
    acme: Cast, waiting: uuid.UUID
) -> None:
    barred = f"{{{acme.ada.id}}}"
    now = "2026-11-25T12:00:00Z"

    for state in ("approved", "refused", "expired", "cancelled"):
        by = acme.cy.id if state in {"approved", "refused"} else None
        at = now if by else None
        with pytest.raises(IntegrityError, match="begins as a question"):
            do(acme, COPY, barred, state, by, at, None, waiting)


def test_what_was_asked_of_whom_and_until_when_stays(
    acme: Cast, waiting: uuid.UUID
) -> None:
    for column in ASKED:
        with pytest.raises(ProgrammingError, match="permission denied"), acme.scope():
            run("UPDATE governance_checkpoint SET {c} = {c}", c=column)


def test_a_question_is_not_deleted(acme: Cast, waiting: uuid.UUID) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        do(acme, "DELETE FROM governance_checkpoint WHERE id = %s", waiting)


def test_an_answer_stays(acme: Cast, waiting: uuid.UUID) -> None:
    decide(acme, "approved", acme.cy.id, waiting)

    for change in CHANGES:
        with pytest.raises(IntegrityError, match="this checkpoint is approved"):
            do(acme, change, waiting)
    with pytest.raises(IntegrityError, match="this checkpoint is approved"):
        do(acme, ANSWER, "approved", acme.bo.id, waiting)
    assert now_of(acme, waiting).answered_by == acme.cy


def test_what_has_ended_is_not_answered(acme: Cast) -> None:
    for state in ("expired", "cancelled"):
        ended = asked(acme, account=ELSEWHERE)
        do(acme, END, state, ended)

        with pytest.raises(IntegrityError, match=f"this checkpoint is {state}"):
            do(acme, ANSWER, "approved", acme.cy.id, ended)
        with pytest.raises(IntegrityError, match=f"this checkpoint is {state}"):
            do(acme, END, "waiting", ended)


def test_an_answer_is_somebodys_and_nothing_else_is(
    acme: Cast, waiting: uuid.UUID
) -> None:
    for state in ("approved", "refused"):
        with pytest.raises(IntegrityError, match="checkpoint_answers_have_a_person"):
            do(acme, END, state, waiting)
    for state in ("waiting", "expired", "cancelled"):
        with pytest.raises(IntegrityError, match="checkpoint_answers_have_a_person"):
            do(acme, ANSWER, state, acme.cy.id, waiting)


def test_an_approval_is_used_once(acme: Cast, waiting: uuid.UUID) -> None:
    decide(acme, "approved", acme.cy.id, waiting)
    assert do(acme, USE, waiting) == 1

    with pytest.raises(IntegrityError, match="used once"):
        do(acme, USE, waiting)
    with pytest.raises(IntegrityError, match="used once"):
        do(acme, "UPDATE governance_checkpoint SET used_at = NULL")


def test_only_an_approval_is_used(acme: Cast, waiting: uuid.UUID) -> None:
    with pytest.raises(IntegrityError, match="used once"):
        do(acme, USE, waiting)

    decide(acme, "refused", acme.cy.id, waiting)
    with pytest.raises(IntegrityError, match="used once"):
        do(acme, USE, waiting)


def test_an_answer_and_its_use_are_two_acts(acme: Cast, waiting: uuid.UUID) -> None:
    both: LiteralString = (
        "UPDATE governance_checkpoint SET state = 'approved', answered_by_id = %s, "
        "answered_at = remit_now(), used_at = remit_now() WHERE id = %s"
    )

    with pytest.raises(IntegrityError, match="used once"):
        do(acme, both, acme.cy.id, waiting)
