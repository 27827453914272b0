"""The boundary document: what one published boundary version holds.

A plain JSON-able dict, {"format": 1, "rules": [...]}. The gate loads nothing else.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

import rfc8785

from governance.engine.conditions import Node, read_conditions
from governance.engine.effects import Effect
from governance.engine.globs import Glob, read_glob
from governance.engine.limits import Limit, read_limit
from governance.engine.reading import (
    DocumentError,
    Place,
    read_choice,
    read_list,
    read_object,
    read_text,
    read_whole_number,
)
from governance.engine.verdict import Obligation

__all__ = [
    "FORMAT",
    "MEMBERS",
    "DocumentError",
    "Rule",
    "content_hash",
    "read_document",
]

FORMAT = 1
_MOST_RULES = 10_000
_HIGHEST_NUMBER = 1_000_000
# What every rule has, if only as null.
MEMBERS = frozenset(
    {
        "key",
        "number",
        "title",
        "effect",
        "subject",
        "workflow",
        "action",
        "conditions",
        "obligation",
        "limit",
        "reason",
    }
)
_KINDS = frozenset({"confirm", "four_eyes"})
_EFFECTS = frozenset(effect.value for effect in Effect)
_MONTH_OF_MINUTES = 31 * 24 * 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a boundary, read and checked."""

    key: str
    number: int
    title: str
    effect: Effect
    subject: str
    workflow: Glob
    action: Glob
    conditions: Node | None
    obligation: Obligation | None
    limit: Limit | None
    reason: str

    def speaks_of(self, *, agent: str, action: str) -> bool:
        """Tell whether the rule can say anything about this agent and action."""
        return self.subject in ("*", agent) and self.action.matches(action)


def read_document(document: object) -> tuple[Rule, ...]:
    """Read and check a boundary document, rules by number.

    Raises DocumentError, which names the rule and the path, at the first thing that
    is malformed. Every member must be there, if only as null.
    """
    top = Place()
    members = read_object(document, place=top, members={"format", "rules"})
    read_whole_number(
        members["format"], place=top.at("format"), lowest=FORMAT, highest=FORMAT
    )
    inside = top.at("rules")
    entries = read_list(members["rules"], place=inside, longest=_MOST_RULES)
    rules = [_read_rule(entry, inside.at(index)) for index, entry in enumerate(entries)]
    _refuse_twins(rules, inside)
    return tuple(sorted(rules, key=lambda rule: rule.number))


def content_hash(document: object) -> str:
    """Give "sha256:" and the hash of the document's RFC 8785 bytes.

    Raises DocumentError when the document has no such bytes.
    """
    try:
        canonical = rfc8785.dumps(document)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, ValueError, RecursionError) as error:
        raise Place().refusal("this has no canonical JSON") from error
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"


@dataclass(frozen=True, slots=True)
class _Fields:
    """The members of one rule, read by name so that refusals name the place."""

    members: Mapping[str, object]
    place: Place

    def read(self, name: str, reader: Callable[..., T], **options: object) -> T:
        return reader(self.members[name], place=self.place.at(name), **options)

    def optional(self, name: str, reader: Callable[..., T]) -> T | None:
        return None if self.members[name] is None else self.read(name, reader)


def _read_rule(raw: object, where: Place) -> Rule:
    members = read_object(raw, place=where, members=MEMBERS)
    key = read_text(members["key"], place=where.at("key"), longest=100)
    fields = _Fields(members, Place(rule=key))
    rule = Rule(
        key=key,
        number=fields.read(
            "number", read_whole_number, lowest=1, highest=_HIGHEST_NUMBER
        ),
        title=fields.read("title", read_text, longest=200),
        effect=Effect(fields.read("effect", read_choice, choices=_EFFECTS)),
        subject=fields.read("subject", read_text, longest=200),
        workflow=fields.read("workflow", read_glob),
        action=fields.read("action", read_glob),
        conditions=fields.optional("conditions", read_conditions),
        obligation=fields.optional("obligation", _read_obligation),
        limit=fields.optional("limit", read_limit),
        reason=fields.read("reason", read_text, longest=1000, blank=True),
    )
    _refuse_mismatch(rule, fields.place)
    return rule


def _read_obligation(raw: object, *, place: Place) -> Obligation:
    fields = _Fields(
        read_object(raw, place=place, members={"group", "kind", "minutes"}), place
    )
    kind = fields.read("kind", read_choice, choices=_KINDS)
    return Obligation(
        group=fields.read("group", read_text, longest=100),
        kind=cast("Literal['confirm', 'four_eyes']", kind),
        minutes=fields.read(
            "minutes", read_whole_number, lowest=1, highest=_MONTH_OF_MINUTES
        ),
    )


def _refuse_mismatch(rule: Rule, place: Place) -> None:
    asks = rule.effect is Effect.CHECKPOINT
    if asks and rule.obligation is None:
        raise place.at("obligation").refusal("a checkpoint says who must answer it")
    if not asks and rule.obligation is not None:
        raise place.at("obligation").refusal("only a checkpoint has an obligation")
    if rule.limit is not None and rule.effect is Effect.ALLOW:
        raise place.at("limit").refusal("a limit refuses or asks; it never allows")


def _refuse_twins(rules: Sequence[Rule], place: Place) -> None:
    keys: set[str] = set()
    numbers: set[int] = set()
    for index, rule in enumerate(rules):
        inside = Place(rule.key, place.at(index).path)
        if rule.key in keys:
            raise inside.at("key").refusal("another rule has this key")
        if rule.number in numbers:
            raise inside.at("number").refusal("another rule has this number")
        keys.add(rule.key)
        numbers.add(rule.number)
