"""Limits in memory: what they would have let through, action after action."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from governance.engine.verdict import LimitDemand
from governance.engine.windows import rolling_length

# Names the calendar window that a local moment lies in.
WindowKey = Callable[[str, datetime], str]
_Counter = tuple[str, str, str]


@dataclass(slots=True)
class _Rolling:
    """What was taken, oldest first, and how much it is in all."""

    taken: deque[tuple[datetime, Decimal]] = field(default_factory=deque)
    total: Decimal = Decimal(0)


class Rooms:
    """Counts what actions take, in the order in which they are told.

    Nothing is given back: what was refused afterwards should not be taken at all.
    """

    def __init__(self, window_key: WindowKey) -> None:
        """Begin with everything free."""
        self._window_key = window_key
        self._used: dict[tuple[_Counter, str], Decimal] = {}
        self._rolling: dict[_Counter, _Rolling] = {}

    def without(
        self, demands: Sequence[LimitDemand], at: datetime
    ) -> list[LimitDemand]:
        """Give the demands for which there is no room."""
        return [one for one in demands if self._spent(one, at) + one.amount > one.cap]

    def take(self, demands: Sequence[LimitDemand], at: datetime) -> None:
        """Take what is demanded."""
        for demand in demands:
            counter = _counter(demand)
            if rolling_length(demand.window) is not None:
                rolling = self._rolling.setdefault(counter, _Rolling())
                rolling.taken.append((at, demand.amount))
                rolling.total += demand.amount
            else:
                key = counter, self._window_key(demand.window, at)
                self._used[key] = self._used.get(key, Decimal(0)) + demand.amount

    def _spent(self, demand: LimitDemand, at: datetime) -> Decimal:
        counter, length = _counter(demand), rolling_length(demand.window)
        if length is None:
            key = counter, self._window_key(demand.window, at)
            return self._used.get(key, Decimal(0))
        rolling = self._rolling.get(counter)
        if rolling is None:
            return Decimal(0)
        while rolling.taken and rolling.taken[0][0] <= at - length:
            rolling.total -= rolling.taken.popleft()[1]
        return rolling.total


def _counter(demand: LimitDemand) -> _Counter:
    return demand.rule_key, demand.currency, demand.subject
