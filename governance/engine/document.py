"""The boundary document: what one published boundary version holds.

A plain JSON-able dict, {"format": 2, "lists": {...}, "rules": [...]}. The gate loads
nothing else. A version of format 1 was published before there were lists, rules that
only observe, and quorums: it reads as having none, none, and 1.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rfc8785

from governance.engine.options import Options, named_list
from governance.engine.reading import (
    DocumentError,
    Place,
    read_list,
    read_object,
    read_text,
    read_whole_number,
)
from governance.engine.rules import MEMBERS, Rule, read_rule

__all__ = [
    "FORMAT",
    "MEMBERS",
    "DocumentError",
    "Rule",
    "content_hash",
    "read_document",
]

FORMAT = 2
_MOST_RULES = 10_000
_MOST_LISTS = 200
_MOST_LISTED = 10_000
_LONGEST_ENTRY = 500
_MOST_ABOUT_LISTS = 1_000
_MOST_MEASURES = 100


def read_document(document: object, *, guardrails: bool = False) -> tuple[Rule, ...]:
    """Read and check a boundary document, rules by number.

    `guardrails` are the platform's: they refuse or ask, and allow nothing. Raises
    DocumentError, which names the rule and the path, at the first thing that is
    malformed. Every member must be there, if only as null.
    """
    members = read_object(
        _current(document), place=Place(), members={"format", "lists", "rules"}
    )
    read_whole_number(
        members["format"], place=Place().at("format"), lowest=FORMAT, highest=FORMAT
    )
    lists = _read_lists(members["lists"], Place().at("lists"))
    inside = Place(lists=lists).at("rules")
    entries = read_list(members["rules"], place=inside, longest=_MOST_RULES)
    rules = [
        read_rule(entry, place=inside.at(index), guardrail=guardrails)
        for index, entry in enumerate(entries)
    ]
    _refuse_twins(rules, inside)
    _refuse_many_about_lists(rules, inside)
    _refuse_many_measures(rules, inside)
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


def _current(document: object) -> object:
    if not isinstance(document, dict) or not _is_one(document.get("format")):
        return document
    upgraded: dict[str, Any] = {"lists": {}, **document, "format": FORMAT}
    if isinstance(document.get("rules"), list):
        upgraded["rules"] = [_current_rule(rule) for rule in document["rules"]]
    return upgraded


def _is_one(raw: object) -> bool:
    # In Python true is the number 1; in a document it is not.
    return raw == 1 and not isinstance(raw, bool)


def _current_rule(rule: object) -> object:
    if not isinstance(rule, dict):
        return rule
    upgraded = {"observe": False, **rule}
    if isinstance(rule.get("obligation"), dict):
        upgraded["obligation"] = {"quorum": 1, **rule["obligation"]}
    return upgraded


def _read_lists(raw: object, place: Place) -> Mapping[str, Options]:
    if not isinstance(raw, dict):
        raise place.refusal("an object is needed here")
    if len(raw) > _MOST_LISTS:
        raise place.refusal(f"there are at most {_MOST_LISTS} lists")
    return {
        name: named_list(name, _read_entries(entries, place.at(name)))
        for name, entries in _named(raw, place)
    }


def _named(raw: Mapping[str, object], place: Place) -> Iterator[tuple[str, object]]:
    for name, entries in raw.items():
        yield read_text(name, place=place, longest=60), entries


def _read_entries(raw: object, place: Place) -> tuple[str, ...]:
    entries = read_list(raw, place=place, longest=_MOST_LISTED)
    return tuple(
        read_text(entry, place=place.at(index), longest=_LONGEST_ENTRY)
        for index, entry in enumerate(entries)
    )


def _refuse_many_about_lists(rules: Sequence[Rule], place: Place) -> None:
    # An agent may send a thousand elements, and each condition looks at all of them.
    about_lists = sum(rule.conditions_about_lists for rule in rules)
    if about_lists > _MOST_ABOUT_LISTS:
        raise place.refusal(
            f"at most {_MOST_ABOUT_LISTS} conditions, of all rules together, are about "
            "the elements of lists"
        )


def _refuse_many_measures(rules: Sequence[Rule], place: Place) -> None:
    # Each is looked up in the database before an action is decided.
    if len({key for rule in rules for key in rule.measures}) > _MOST_MEASURES:
        raise place.refusal(
            f"all rules together ask at most {_MOST_MEASURES} different things of "
            "earlier actions"
        )


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
