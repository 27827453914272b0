"""Differences between two things of a file, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from governance.engine.wording import listed, visible

_LONGEST = 120
# What members are called where their own name is not a word.
_CALLED = {
    "time_zone": "time zone",
    "timeout_seconds": "seconds to answer",
    "url": "address",
    "effect_class": "effect class",
    "repeat_seconds": "seconds that a repetition is known",
    "permit_seconds": "seconds that a permit lasts",
    "connection": "connection",
    "review_grace_days": "days that an overdue review only warns",
    "trace_kept_days": "days that the trace is kept",
    "attest_alone_up_to": "amount up to which one person's word is enough",
    "drill_every_days": "days after which a halt drill is started",
}


def different(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the members that are not the same in both, by name."""
    return sorted(name for name in new if old.get(name) != new[name])


def said_change(old: Mapping[str, Any], new: Mapping[str, Any], name: str) -> str:
    """Return how a member is different: short values in full, others as changed."""
    called = _CALLED.get(name, name)
    before, after = old.get(name), new[name]
    if _is_long(before) or _is_long(after):
        return f"different {called}"
    return f"{called} was {_said(before)} and is {_said(after)}"


def counted(added: int, changed: int, removed: int) -> str:
    """Return how many there are of each, leaving out what there is none of."""
    named = (("added", added), ("changed", changed), ("removed", removed))
    return listed([f"{count:,} {what}" for what, count in named if count], joint="and")


def shown(text: str) -> str:
    """Return a text in quotes, with whatever cannot be seen made visible."""
    return f"“{visible(text, longest=_LONGEST)}”"


def joined(names: Iterable[str]) -> str:
    """Return names in a row, with "and" before the last one."""
    return listed([visible(name, longest=_LONGEST) for name in names], joint="and")


def rows(before: Sequence[Any], after: Sequence[Any], key: str) -> tuple[int, int, int]:
    """Return how many rows are added, changed and removed, compared by a member."""
    old = {str(one[key]): one for one in before}
    new = {str(one[key]): one for one in after}
    changed = sum(old[name] != new[name] for name in old.keys() & new.keys())
    return len(new.keys() - old.keys()), changed, len(old.keys() - new.keys())


def _is_long(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _said(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown(str(value))
