"""I8, I9 and I10: every stop is somebody's, nobody is mixed up, every limit adds up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from governance.models import Hold, LimitUse
from tests.history.reading import ID, History, Violation

_UNKNOWN = "action.unknown"


def owned(history: History) -> Iterator[Violation]:
    """I8: whatever stopped or is unknown has one ticket, with owner and deadline."""
    tickets = {one.id: one for one in history.tickets}
    about = Counter(str(one.action_id) for one in history.tickets)
    unknown = {one.target_id for one in history.entries if one.event == _UNKNOWN}
    for action_id in unknown:
        if about[action_id] != 1:
            told = f"unknown action {action_id} has {about[action_id]} tickets"
            yield Violation("I8", told)
    for stop in history.interruptions:
        ticket = tickets.get(stop.ticket_id)
        if ticket is None or ticket.run_id != stop.run_id:
            yield Violation("I8", f"run {stop.run_id} stopped, and nobody was told")
    for ticket in history.tickets:
        if not ticket.owner.is_active or ticket.deadline <= ticket.opened_at:
            yield Violation("I8", f"ticket {ticket.number} has nobody, or no time")


def nobody_else_is_mentioned(
    histories: Sequence[History], log_lines: Iterable[str]
) -> Iterator[Violation]:
    """I9: no row of a client, and no line of a log, mentions another client's ids."""
    owner: dict[str, History] = {}
    for history in histories:
        owner |= dict.fromkeys(history.own, history)
    for history in histories:
        foreign = {
            one for one in history.mentioned if owner.get(one, history) is not history
        }
        for one in foreign - history.own:
            yield Violation("I9", f"client {history.client} mentions {one}")
    for line in log_lines:
        clients = {owner[one].client for one in ID.findall(line) if one in owner}
        if len(clients) > 1:
            yield Violation("I9", f"a log line mixes clients: {line.strip()[:200]}")


def limits_add_up(history: History) -> Iterator[Violation]:
    """I10: no counter is negative, and each is the sum of its reservations."""
    for use in history.uses:
        if use.used < 0 or use.reserved < 0:
            yield Violation("I10", f"counter {use.id} is negative")
        held, settled = (_sum(history, use, state) for state in _COUNTED)
        if (use.reserved, use.used) != (held, settled):
            told = f"counter {use.id} says {use.reserved} and {use.used}"
            yield Violation("I10", f"{told}, its reservations {held} and {settled}")


_COUNTED = (Hold.RESERVED, Hold.SETTLED)


def _sum(history: History, use: LimitUse, state: Hold) -> Decimal:
    held = (
        one.amount
        for one in history.reservations
        if one.limit_use_id == use.id and one.state == state
    )
    return sum(held, Decimal(0))
