"""Saying the parts of a written rule in words, whether or not it reads as a rule.

Versions of every age are compared, also with rules that are being written: what is
not understood here is shown as it is written, and never raises.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from governance.engine import saying
from governance.engine.conditions import read_conditions
from governance.engine.money import Money, MoneyError
from governance.engine.paths import FieldPath
from governance.engine.reading import DocumentError, Place
from governance.engine.wording import listed, said, visible

_LONGEST = 300
_MOST_ENTRIES = 20
_EFFECTS = {
    "allow": "may be done alone",
    "checkpoint": "needs a person",
    "deny": "is forbidden",
}


def said_effect(effect: object) -> str:
    """Say what a rule does to an action."""
    return _EFFECTS.get(str(effect), visible(str(effect)))


def said_conditions(raw: object) -> str:
    """Say a tree of conditions; "always" where there are none."""
    return "always" if raw is None else _node(raw)


def said_obligation(raw: object) -> str:
    """Say who is asked, and for how long; "nobody" where nobody is."""
    if raw is None:
        return "nobody"
    if not isinstance(raw, Mapping):
        return _as_written(raw)
    quorum = raw.get("quorum", 1)
    people = "one person" if quorum == 1 else f"{quorum} people"
    apart = ", not the owner of the agent," if raw.get("kind") == "four_eyes" else ""
    group = visible(str(raw.get("group")))
    return f"{people} of {group}{apart} within {_minutes(raw.get('minutes'))}"


def said_limit(raw: object) -> str:
    """Say a limit; "none" where there is none."""
    if raw is None:
        return "none"
    if not isinstance(raw, Mapping):
        return _as_written(raw)
    if "count" in raw:
        most = f"at most {said(raw['count'])} times"
    else:
        most = f"at most {_value(raw.get('at_most'))} of {_field(raw.get('sum'))}"
    per = raw.get("per")
    fields = [_field(one) for one in per] if isinstance(per, list) else []
    whose = f" per {listed(fields, joint='and')}" if fields else ""
    return f"{most}{whose}{_window(raw.get('window'))}"


def parts_of(raw: object) -> list[str] | None:
    """Give what must all hold, a text each; None where it is no such list."""
    if raw is None:
        return []
    if (
        isinstance(raw, Mapping)
        and set(raw) == {"all"}
        and isinstance(raw["all"], list)
    ):
        return [_node(part) for part in raw["all"]]
    if isinstance(raw, Mapping) and not {"all", "any"} & raw.keys():
        return [_node(raw)]
    return None


class _EveryList(Mapping[str, tuple[str, ...]]):
    """Every name is a list's: its entries make no difference to the words."""

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return ()

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


_PLACE = Place(lists=_EveryList())


def _node(raw: object) -> str:
    try:
        return saying.said_conditions(read_conditions(raw, place=_PLACE))
    except DocumentError:
        return _as_written(raw)


def _field(raw: object) -> str:
    if not isinstance(raw, str) or "." not in raw:
        return _as_written(raw)
    return visible(FieldPath.of(raw).spoken)


def _value(raw: object) -> str:
    if isinstance(raw, list) and raw:
        told = [_value(entry) for entry in raw[:_MOST_ENTRIES]]
        spare = len(raw) - len(told)
        return listed([*told, f"{spare} more"] if spare else told, joint="or")
    if isinstance(raw, Mapping) and set(raw) == {"list"}:
        return f"the list {visible(str(raw['list']))}"
    if isinstance(raw, Mapping):
        return _money(raw)
    return said(raw)


def _money(raw: Mapping[str, Any]) -> str:
    try:
        return str(Money.parse(raw))
    except MoneyError:
        return _as_written(raw)


def _minutes(raw: object) -> str:
    if not isinstance(raw, int) or raw <= 0:
        return _as_written(raw)
    if raw % 60:
        return f"{raw} minutes"
    return "an hour" if raw == 60 else f"{raw // 60} hours"


def _window(raw: object) -> str:
    if raw == "ever":
        return ", ever"
    if isinstance(raw, str):
        return f" a {visible(raw)}"
    if isinstance(raw, Mapping) and set(raw) == {"hours"}:
        return f" in any {visible(str(raw['hours']))} hours"
    return f" in {_as_written(raw)}"


def _as_written(raw: object) -> str:
    written = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    return visible(written, longest=_LONGEST)
