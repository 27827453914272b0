"""What must hold whatever has failed: one check over all that was written down.

The database is read as the application reads it, one client's scope at a time,
and compared with the bank's book, which is the truth outside of Remit.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from tests.history.accounts import limits_add_up, nobody_else_is_mentioned, owned
from tests.history.authority import answered_once, nothing_after_a_stop
from tests.history.effects import (
    at_most_one_effect,
    every_effect_was_permitted,
    nothing_lost,
    told_as_it_was,
)
from tests.history.holders import holders_decide
from tests.history.reading import History, Payment, Violation, read_history
from tests.history.seals import ledger_verifies

__all__ = ["History", "Violation", "check_history", "read_history", "violations_in"]

_CHECKS = (
    at_most_one_effect,
    nothing_lost,
    told_as_it_was,
    nothing_after_a_stop,
    answered_once,
    holders_decide,
    every_effect_was_permitted,
    ledger_verifies,
    owned,
    limits_add_up,
)


def check_history(
    client_ids: Iterable[UUID],
    payments: Sequence[Payment],
    *,
    log_lines: Iterable[str] = (),
) -> list[Violation]:
    """Return whatever is wrong with what happened at these clients (I1-I10)."""
    histories = [read_history(client_id, payments) for client_id in client_ids]
    found = [fault for history in histories for fault in violations_in(history)]
    return found + list(nobody_else_is_mentioned(histories, log_lines))


def violations_in(history: History) -> list[Violation]:
    """Return whatever is wrong within one client."""
    return [fault for check in _CHECKS for fault in check(history)]
