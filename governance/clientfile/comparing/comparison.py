"""One comparison under way: what is compared, and the plan that it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.clientfile.checking import KEYS
from governance.clientfile.file import ClientFile
from governance.clientfile.here import Here, Item, by_key
from governance.clientfile.plans import Change, Kind, Plan
from governance.clientfile.problems import Path
from governance.clientfile.saying import different, joined, said_change


@dataclass(frozen=True, slots=True)
class Pair:
    """Something of the file, where it stands there, and how it is until now."""

    key: str
    path: Path
    new: Item
    old: Item | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A client, a file, and the plan that comparing them makes."""

    here: Here
    file: ClientFile
    plan: Plan

    def pairs(self, section: str) -> Iterator[Pair]:
        """Yield all of a section of the file, each with how it is until now."""
        there = self.here.section(section)
        for index, item in enumerate(self.file.document[section]):
            key = str(item[KEYS[section]])
            yield Pair(key, (section, index), item, there.get(key))

    def names(self, section: str) -> Any:
        """Return what there will be in a section, by name."""
        return self.here.names(section, self.file.document)

    def say_left_alone(self, section: str, called: str) -> None:
        """Say what of a section is not in the file and stays as it is."""
        written = by_key(section, self.file.document[section])
        others = sorted(self.here.section(section).keys() - written.keys())
        if others:
            self.plan.alone.append(f"not in the file: {called} {joined(others)}.")

    def add(self, pair: Pair, told: str) -> None:
        """Plan something new."""
        self._plan(Kind.ADDED, pair, told, frozenset(pair.new))

    def change(self, pair: Pair, told: str, *parts: str) -> None:
        """Plan that parts of something become different."""
        self._plan(Kind.CHANGED, pair, told, frozenset(parts))

    def refuse(self, pair: Pair, member: str, told: str) -> None:
        """Say that something cannot be loaded as it stands."""
        path = (*pair.path, member)
        self.plan.problems.append(self.file.problem(path, told))

    def plain(self, pair: Pair, named: str, added: str = "") -> None:
        """Plan what has no more to it than its members; ``added`` is said if new."""
        if pair.old is None:
            self.add(pair, added or f"{named}.")
            return
        parts = different(pair.old, pair.new)
        if parts:
            self.change(pair, self.said(named, pair, parts), *parts)

    def said(self, named: str, pair: Pair, parts: list[str]) -> str:
        """Return how something is different, member by member."""
        old: Mapping[str, Any] = pair.old or {}
        changes = "; ".join(said_change(old, pair.new, name) for name in parts)
        return f"{named}: {changes}."

    def _plan(self, kind: Kind, pair: Pair, told: str, parts: frozenset[str]) -> None:
        section = str(pair.path[0])
        change = Change(kind, section, pair.path, told, pair.new, parts, pair.old)
        self.plan.changes.append(change)
