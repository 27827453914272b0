"""What an agent did before, as a rule may ask it: how often, how much, in what order.

The engine cannot look. A measure has a key, below which the gate puts what it found
into the question, so that the same question has the same answer when it is replayed.
A measure that nobody looked up is missing, like any other field.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from governance.engine.globs import Glob, read_glob
from governance.engine.money import is_currency
from governance.engine.paths import FieldPath, read_path
from governance.engine.reading import (
    Place,
    read_choice,
    read_list,
    read_object,
    read_text,
    read_whole_number,
)
from governance.engine.wording import listed

ROOT = "history"
Outcome = Literal["asked", "happened", "succeeded", "refused"]
OUTCOMES: Mapping[str, str] = {
    "asked": "was asked for",
    # Also what is being carried out, or of which nobody knows whether it was.
    "happened": "may have happened",
    "succeeded": "succeeded",
    "refused": "was refused",
}
_YEAR_OF_HOURS = 366 * 24
_MOST_FIELDS = 3
# What the past can be looked up by: facts are as they are now, not as they were.
_KEPT_ROOTS = frozenset({"agent", "workflow", "resource", "parameters"})


@dataclass(frozen=True, slots=True)
class Measure:
    """How many earlier actions, or how much money in them; `hours` is None in a run.

    Earlier actions are those whose name `action` covers, which came to `outcome`, and
    whose `per` fields are those of the question.
    """

    action: Glob
    outcome: Outcome
    per: tuple[FieldPath, ...]
    hours: int | None
    field: FieldPath | None
    currency: str
    key: str = dataclasses.field(compare=False)

    @property
    def dotted(self) -> str:
        """Where the gate puts what it found."""
        return f"{ROOT}.{self.key}"

    @property
    def spoken(self) -> str:
        """Say it: "number of earlier payment.send that succeeded in this run"."""
        what = "number" if self.field is None else f"sum of {self.field.spoken}"
        return f"{what} of earlier {self.occurrence}"

    @property
    def occurrence(self) -> str:
        """Say what is looked for: "payment.send that succeeded in this run"."""
        named = [one.spoken for one in self.per]
        per = f" with this {listed(named, joint='and')}" if named else ""
        return (
            f"{self.action.pattern} that {OUTCOMES[self.outcome]}{per} "
            f"{said_span(self.hours)}"
        )


def said_span(hours: int | None) -> str:
    """Say how far a measure looks back."""
    if hours is None:
        return "in this run"
    if hours % 24 == 0 and hours > 24:
        return f"in the last {hours // 24} days"
    return f"in the last {hours} hours" if hours > 1 else "in the last hour"


def read_measure(raw: object, *, place: Place) -> Measure:
    """Read a measure; raises DocumentError.

    {"count": "payment.send", "outcome": "succeeded", "per": [], "hours": 24}, or with
    "sum": "parameters.amount" and "currency": "EUR" beside "count".
    """
    common = {"count", "outcome", "per", "hours"}
    sums = isinstance(raw, dict) and "sum" in raw
    members = read_object(
        raw, place=place, members=common | {"sum", "currency"} if sums else common
    )
    outcome = read_choice(
        members["outcome"], place=place.at("outcome"), choices=OUTCOMES.keys()
    )
    return Measure(
        action=read_glob(members["count"], place=place.at("count")),
        outcome=cast("Outcome", outcome),
        per=_read_per(members["per"], place.at("per")),
        hours=_read_hours(members["hours"], place.at("hours")),
        field=_read_summed(members["sum"], place.at("sum")) if sums else None,
        currency=_read_currency(members, place) if sums else "",
        key=_key(members),
    )


def _key(members: Mapping[str, object]) -> str:
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _read_per(raw: object, place: Place) -> tuple[FieldPath, ...]:
    entries = read_list(raw, place=place, longest=_MOST_FIELDS)
    return tuple(
        _read_kept(entry, place.at(index)) for index, entry in enumerate(entries)
    )


def _read_kept(raw: object, place: Place) -> FieldPath:
    path = read_path(raw, place=place)
    if path.parts[0] not in _KEPT_ROOTS:
        raise place.refusal(f"the past is kept by {', '.join(sorted(_KEPT_ROOTS))}")
    return path


def _read_summed(raw: object, place: Place) -> FieldPath:
    path = read_path(raw, place=place)
    if path.parts[0] != "parameters":
        raise place.refusal("only an amount among the parameters can be summed")
    return path


def _read_hours(raw: object, place: Place) -> int | None:
    if raw is None:
        return None
    return read_whole_number(raw, place=place, lowest=1, highest=_YEAR_OF_HOURS)


def _read_currency(members: Mapping[str, object], place: Place) -> str:
    inside = place.at("currency")
    currency = read_text(members["currency"], place=inside, longest=3)
    if not is_currency(currency):
        raise inside.refusal('a currency is three capital letters, like "EUR"')
    return currency
