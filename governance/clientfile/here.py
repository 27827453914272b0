"""What is at a client before a file is loaded: its document, and what no file says."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from governance.clientfile.checking import KEYS

Item = Mapping[str, Any]
_MAILS = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers, and who has been named and has yet to accept, by e-mail.

    ``decides`` is what each of them may decide alone, in words.
    """

    accepted: str = ""
    named: Set[str] = _MAILS
    decides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Here:
    """A client as it is.

    ``duties`` are by agent and role; ``cleared`` are agents and workflows whose
    newest version the agent is cleared for.
    """

    document: Mapping[str, Any]
    active: Set[str] = _MAILS
    invited: Set[str] = _MAILS
    suspended: Set[str] = _MAILS
    admins: int = 1
    retired: Set[str] = _MAILS
    duties: Mapping[tuple[str, str], Duty] = field(default_factory=dict)
    cleared: Set[tuple[str, str]] = frozenset()
    boundary: int = 0
    has_proposal: bool = False

    def section(self, name: str) -> dict[str, Item]:
        """Return what a section holds, by what its members are known by."""
        return by_key(name, self.document.get(name, ()))

    def names(self, section: str, wanted: Mapping[str, Any]) -> Set[str]:
        """Return what there will be in a section: what there is, and what is wanted."""
        if section == "groups":
            both = [*self.document["groups"], *wanted.get("groups", ())]
            return set(both)
        return self.section(section).keys() | by_key(section, wanted.get(section, ()))


def by_key(section: str, items: Sequence[Item]) -> dict[str, Item]:
    """Return the items of a section by what they are known by."""
    return {str(item[KEYS[section]]): item for item in items}
