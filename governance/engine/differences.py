"""What one boundary document changes about another, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.engine.document import FORMAT
from governance.engine.wording import visible
from governance.engine.written import (
    parts_of,
    said_conditions,
    said_effect,
    said_limit,
    said_obligation,
)

Written = Mapping[str, Any]
_NOBODY: Mapping[str, str] = {}
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What became of one rule: `old` is None where it is new, `new` where it is gone.

    `sentences` say what is different, where there are both.
    """

    key: str
    old: Written | None
    new: Written | None
    sentences: tuple[str, ...] = ()

    @property
    def rule(self) -> Written:
        """The rule as it is, or as it was where it is gone."""
        found = self.old if self.new is None else self.new
        assert found is not None  # noqa: S101 - one of them is there
        return found


@dataclass(frozen=True, slots=True)
class ListChange:
    """What became of one named list, and which entries came and went."""

    name: str
    is_new: bool
    is_gone: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is different between two documents, rules by number."""

    added: tuple[RuleChange, ...]
    removed: tuple[RuleChange, ...]
    changed: tuple[RuleChange, ...]
    lists: tuple[ListChange, ...]

    def __bool__(self) -> bool:
        """Tell whether anything is different."""
        return bool(self.added or self.removed or self.changed or self.lists)

    @property
    def count(self) -> int:
        """How many rules and lists are different."""
        groups = (self.added, self.removed, self.changed, self.lists)
        return sum(len(group) for group in groups)


def upgraded(document: Written) -> dict[str, Any]:
    """Give a document of any format with all that the current one has."""
    rules = [_upgraded_rule(rule) for rule in document["rules"]]
    return {"lists": {}, **document, "format": FORMAT, "rules": rules}


def differences(
    old: Written | None, new: Written, *, agents: Mapping[str, str] = _NOBODY
) -> Differences:
    """Give what `new` changes about `old`; with no `old`, all of it is new.

    `agents` has the names of agents by id, for sentences.
    """
    before, after = _rules_of(old), _rules_of(new)
    added = [RuleChange(key, None, rule) for key, rule in after.items()]
    removed = [RuleChange(key, rule, None) for key, rule in before.items()]
    both = [key for key in after if key in before]
    changed = [
        RuleChange(
            key,
            before[key],
            after[key],
            tuple(rule_differences(before[key], after[key], agents=agents)),
        )
        for key in both
    ]
    return Differences(
        added=_sorted(one for one in added if one.key not in before),
        removed=_sorted(one for one in removed if one.key not in after),
        changed=_sorted(one for one in changed if one.sentences),
        lists=tuple(_list_changes(_lists_of(old), _lists_of(new))),
    )


def rule_differences(
    old: Written, new: Written, *, agents: Mapping[str, str] = _NOBODY
) -> Iterator[str]:
    """Yield a sentence for each member that is different."""
    yield from _from_to("The title", old, new, "title")
    yield from _from_to("Its number", old, new, "number")
    if old["effect"] != new["effect"]:
        before, after = said_effect(old["effect"]), said_effect(new["effect"])
        yield f"What it is about {before} until now, and {after} from then on."
    if old["observe"] != new["observe"]:
        yield "It only observes." if new["observe"] else "It no longer only observes."
    if old["subject"] != new["subject"]:
        was, is_now = (_subject(one["subject"], agents) for one in (old, new))
        yield f"It was about {was} and is about {is_now}."
    yield from _from_to("The workflow", old, new, "workflow")
    yield from _from_to("The action", old, new, "action")
    yield from _conditions(old["conditions"], new["conditions"])
    if old["obligation"] != new["obligation"]:
        was, is_now = (said_obligation(one["obligation"]) for one in (old, new))
        yield f"Asked was {was}; now it is {is_now}."
    if old["limit"] != new["limit"]:
        was, is_now = said_limit(old["limit"]), said_limit(new["limit"])
        yield f"The limit was {was} and is {is_now}."
    yield from _from_to("The reason", old, new, "reason")


def _from_to(what: str, old: Written, new: Written, name: str) -> Iterator[str]:
    if old[name] != new[name]:
        before, after = (
            visible(str(one[name]), longest=_LONGEST) for one in (old, new)
        )
        yield f"{what} was “{before}” and is “{after}”."


def _subject(subject: str, agents: Mapping[str, str]) -> str:
    if subject == "*":
        return "every agent"
    return visible(agents.get(subject, f"the agent {subject}"))


def _conditions(old: object, new: object) -> Iterator[str]:
    if old == new:
        return
    before, after = parts_of(old), parts_of(new)
    if before is None or after is None or set(before) == set(after):
        # The same words may stand for something else: what is long is shortened.
        was, is_now = said_conditions(old), said_conditions(new)
        yield f"It applied: {was}. It applies now: {is_now}."
        return
    for part in after:
        if part not in before:
            yield f"It applies only where {part}: this is new."
    for part in before:
        if part not in after:
            yield f"That {part} no longer matters."


def _list_changes(
    old: Mapping[str, list[str]], new: Mapping[str, list[str]]
) -> Iterator[ListChange]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, []), new.get(name, [])
        if before != after or (name in old) != (name in new):
            yield ListChange(
                name=name,
                is_new=name not in old,
                is_gone=name not in new,
                added=tuple(dict.fromkeys(_missing(after, before))),
                removed=tuple(dict.fromkeys(_missing(before, after))),
            )


def _missing(these: list[str], those: list[str]) -> Iterator[str]:
    known = set(those)
    return (entry for entry in these if entry not in known)


def _rules_of(document: Written | None) -> dict[str, Written]:
    rules = upgraded(document)["rules"] if document else []
    return {rule["key"]: rule for rule in rules}


def _lists_of(document: Written | None) -> Mapping[str, list[str]]:
    lists: Mapping[str, list[str]] = upgraded(document)["lists"] if document else {}
    return lists


def _upgraded_rule(rule: Written) -> dict[str, Any]:
    made = {"observe": False, **rule}
    if isinstance(made["obligation"], dict):
        made["obligation"] = {"quorum": 1, **made["obligation"]}
    return made


def _sorted(changes: Iterator[RuleChange]) -> tuple[RuleChange, ...]:
    return tuple(sorted(changes, key=lambda one: (one.rule["number"], one.key)))
