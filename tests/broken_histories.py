"""Ways in which what happened can be wrong, each made from a history in order."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from governance.models import Halt, HaltScope, Intent, Outcome, Result, Source
from tenants.identifiers import uuid7
from tests.history.reading import History, Payment

Change = Callable[[History], History]


def one_of(rows: Any, **wanted: Any) -> Any:
    """Return a copy of the first row like this, to be changed."""
    for row in rows:
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return copy.copy(row)
    raise AssertionError(f"nothing in this history has {wanted}")


def with_row(history: History, where: str, row: Any) -> History:
    """Return the history with this version of a row, or with one more."""
    rows: Any = getattr(history, where)
    if isinstance(rows, dict):
        return with_rows(history, where, {**rows, row.id: row})
    others = [one for one in rows if one.pk != row.pk]
    return with_rows(history, where, [*others, row])


def with_rows(history: History, where: str, rows: Any) -> History:
    """Return the history with these rows of one kind."""
    changes: dict[str, Any] = {where: rows}
    return replace(history, **changes)


def with_changed(where: str, changes: dict[str, Any], **wanted: Any) -> Change:
    """Return a change of one row of one kind."""

    def change(history: History) -> History:
        rows: Any = getattr(history, where)
        row = one_of(rows.values() if isinstance(rows, dict) else rows, **wanted)
        for name, value in changes.items():
            setattr(row, name, value)
        return with_row(history, where, row)

    return change


def paid_twice(history: History) -> History:
    return replace(history, payments=[*history.payments, history.payments[0]])


def paid_again_under_another_intent(history: History) -> History:
    first = history.payments[0]
    action = copy.copy(history.actions[_intent(history, first).action_id])
    action.id = uuid7()
    intent = copy.copy(_intent(history, first))
    intent.id, intent.action_id = uuid7(), action.id
    again = {**first, "webhook_id": str(intent.id)}
    more = with_row(with_row(history, "actions", action), "intents", intent)
    return replace(more, payments=[*more.payments, again])


def never_paid(history: History) -> History:
    return replace(history, payments=[])


def paid_after_all(history: History) -> History:
    failed = with_changed("actions", {"status": "failed"}, status="succeeded")
    return failed(history)


def paid_unasked(history: History) -> History:
    stray = {**history.payments[0], "webhook_id": str(uuid4())}
    return replace(history, payments=[stray])


def paid_more_than_asked(history: History) -> History:
    first = history.payments[0]
    order = {**first["order"], "amount": "9999.00"}
    return replace(history, payments=[{**first, "order": order}])


def left_lying(history: History) -> History:
    long_ago = history.read_at - timedelta(minutes=5)
    changes = {"status": "authorized", "changed_at": long_ago}
    return with_changed("actions", changes, status="refused")(history)


def left_running(history: History) -> History:
    long_ago = history.read_at - timedelta(minutes=5)
    changes = {"status": "running", "lease_until": long_ago}
    return with_changed("actions", changes, status="refused")(history)


def never_expired(history: History) -> History:
    long_ago = history.read_at - timedelta(minutes=5)
    return with_changed("checkpoints", {"deadline": long_ago}, state="waiting")(history)


def nobodys(history: History) -> History:
    return replace(history, tickets=[])


def halted_before(history: History) -> History:
    intent = history.intents[0]
    halt = Halt(
        id=uuid7(),
        client_id=history.client,
        scope=HaltScope.RUN,
        target_id=history.actions[intent.action_id].run_id,
        set_at=intent.recorded_at - timedelta(microseconds=1),
    )
    return with_row(history, "halts", halt)


def ended_before(history: History) -> History:
    intent = history.intents[0]
    ended = {"ended_at": intent.recorded_at - timedelta(microseconds=1)}
    run_id = history.actions[intent.action_id].run_id
    return with_changed("runs", ended, id=run_id)(history)


def answered_by_the_owner(history: History) -> History:
    row = one_of(history.checkpoints, state="approved")
    row.kind, row.barred = "four_eyes", [row.answered_by_id]
    return with_row(history, "checkpoints", row)


def answered_by_a_stranger(history: History) -> History:
    return replace(history, members=[])


def answered_in_a_place_that_nobody_gave(history: History) -> History:
    row = one_of(history.checkpoints, state="approved")
    said = one_of(history.answers, checkpoint_id=row.id, person_id=row.answered_by_id)
    said.delegated_by_id = next(
        one.membership_id
        for one in history.members
        if one.membership_id != row.answered_by_id
    )
    return with_row(history, "answers", said)


def answered_late(history: History) -> History:
    row = one_of(history.checkpoints, state="approved")
    row.deadline = row.answered_at
    return with_row(history, "checkpoints", row)


def answered_again(history: History) -> History:
    told = one_of(history.entries, event="checkpoint.approved")
    return replace(history, entries=[*history.entries, told])


def decided_again(history: History) -> History:
    again = Outcome(
        id=uuid7(),
        client_id=history.client,
        intent_id=one_of(history.outcomes, result=Result.DONE).intent_id,
        result=Result.FAILED_CLEAN,
        source=Source.WORKER,
    )
    return replace(history, outcomes=[*history.outcomes, again])


def body_changed(history: History) -> History:
    entry = one_of(history.entries, event="action.intended")
    entry.body = bytes(entry.body).replace(b"remit", b"renit")
    return with_row(history, "entries", entry)


def page_changed(history: History) -> History:
    entry = one_of(history.entries, event="action.intended")
    entry.data = {**entry.data, "outcome": "success"}
    return with_row(history, "entries", entry)


def never_told(history: History) -> History:
    kept = [one for one in history.entries if one.event != "action.intended"]
    return replace(history, entries=kept, private=[])


def parameters_changed(history: History) -> History:
    action = copy.copy(history.actions[history.intents[0].action_id])
    action.parameters = {**action.parameters, "account": "elsewhere"}
    return replace(with_row(history, "actions", action), payments=[])


def two_tickets(history: History) -> History:
    row = one_of(history.tickets, action_id=_unknown(history))
    row.id = uuid7()
    return replace(history, tickets=[*history.tickets, row])


def without_time(history: History) -> History:
    row = copy.copy(history.tickets[0])
    row.deadline = row.opened_at
    return with_row(history, "tickets", row)


def _unknown(history: History) -> UUID:
    return UUID(str(one_of(history.actions.values(), status="unknown").id))


def _intent(history: History, payment: Payment) -> Intent:
    return next(one for one in history.intents if str(one.id) == payment["webhook_id"])


BREAKS: dict[str, list[Change]] = {
    "I1": [paid_twice, paid_again_under_another_intent],
    "I2": [left_lying, left_running, never_expired, nobodys],
    "I3": [never_paid, paid_after_all],
    "I4": [
        halted_before,
        ended_before,
        with_changed("actions", {"status": "refused"}, status="succeeded"),
        with_changed("actions", {"status": "expired"}, status="unknown"),
    ],
    "I5": [
        answered_by_the_owner,
        answered_by_a_stranger,
        answered_in_a_place_that_nobody_gave,
        answered_late,
        answered_again,
        with_changed("checkpoints", {"quorum": 2}, state="approved"),
        with_changed("checkpoints", {"state": "approved"}, state="waiting"),
    ],
    "I6": [
        decided_again,
        with_changed("actions", {"status": "failed"}, status="unknown"),
        with_changed("actions", {"attempts": 2}, attempts=1),
        with_changed("intents", {"fence": 9}, fence=1),
        with_changed("interruptions", {"code": "NEVER_STARTED"}),
    ],
    "I7": [
        paid_unasked,
        paid_more_than_asked,
        body_changed,
        page_changed,
        never_told,
        parameters_changed,
        with_changed("checkpoints", {"used_at": None}, state="approved"),
        with_changed("private", {"value": "Somebody else"}),
        with_changed("intents", {"digest": "sha256:0"}),
    ],
    "I8": [
        nobodys,
        two_tickets,
        without_time,
        lambda history: replace(history, tickets=history.tickets[:1]),
    ],
    "I10": [
        with_changed("uses", {"used": -1}),
        with_changed("reservations", {"state": "released"}, state="settled"),
    ],
}
