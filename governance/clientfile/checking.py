"""Checking a file against the schema of a client's file, in words and with lines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path as File
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError

from governance.clientfile.nodes import Node
from governance.clientfile.problems import Path, Problem

SCHEMA = File(__file__).with_name("client_file.schema.json")
_MOST_TOLD = 20
_TYPES = {
    "string": "a text is needed here, in quotes where it could be something else",
    "integer": "a whole number is needed here",
    "boolean": "true or false is needed here",
    "object": "names with values are needed here",
    "array": "a list is needed here, each entry after a hyphen",
    "null": "nothing is needed here",
}
_BOUNDS = {
    "maxItems": "there are at most {} here",
    "maxLength": "at most {} characters are possible here",
    "minLength": "something has to be written here",
    "const": "{} is needed here",
    "minimum": "{} is the least here",
    "maximum": "{} is the most here",
}
# By what members of a section are known: nobody and nothing is in it twice.
KEYS = {
    "people": "email",
    "hosts": "host",
    "connections": "name",
    "action_types": "name",
    "workflows": "key",
    "facts": "name",
    "lists": "name",
    "agents": "name",
    "rules": "key",
}


def faults(node: Node) -> list[Problem]:
    """Return what is wrong with a file, by line, and not more than can be read."""
    document = node.plain()
    found = [
        _problem(node, error)
        for error in islice(_validator().iter_errors(document), _MOST_TOLD)
    ]
    if not found:
        found = list(islice(_twins(node, document), _MOST_TOLD))
    return sorted(dict.fromkeys(found), key=lambda one: one.line)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _problem(node: Node, error: ValidationError) -> Problem:
    path: Path = tuple(error.absolute_path)
    unknown = _unknown(error)
    at = (*path, unknown[0]) if unknown else path
    return Problem(node.line_of(at), path, _told(error, unknown))


def _told(error: ValidationError, unknown: Sequence[str]) -> str:
    kind, expected = str(error.validator), cast("Any", error.validator_value)
    if unknown:
        return f"unknown: {', '.join(unknown[:_MOST_TOLD])}"
    if kind == "required":
        there = cast("Any", error.instance)
        return f"missing: {', '.join(one for one in expected if one not in there)}"
    if kind == "type":
        return _TYPES[expected if isinstance(expected, str) else expected[0]]
    if kind == "enum":
        return f"one of {', '.join(expected)} is needed here"
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(expected)
    described = cast("Any", error.schema).get("description", "something else")
    return f"{described} is needed here"


def _unknown(error: ValidationError) -> list[str]:
    if error.validator != "additionalProperties":
        return []
    schema, there = cast("Any", error.schema), cast("Any", error.instance)
    return sorted(name for name in there if name not in schema.get("properties", {}))


def _twins(node: Node, document: Mapping[str, Any]) -> Iterator[Problem]:
    for section, member in KEYS.items():
        names = [str(one[member]) for one in document.get(section, ())]
        yield from _repeated(node, section, member, names)
    yield from _repeated(node, "groups", None, document.get("groups", ()))
    for index, register in enumerate(document.get("facts", ())):
        ids = [str(one["id"]) for one in register["records"]]
        yield from _repeated(node, "facts", "id", ids, (index, "records"))
    yield from _numbers(node, document.get("rules", ()))


def _numbers(node: Node, rules: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    known: dict[int, str] = {}
    for index, rule in enumerate(rules):
        if rule["status"] == "draft":
            continue
        other = known.setdefault(rule["number"], rule["key"])
        if other != rule["key"]:
            path: Path = ("rules", index, "number")
            told = f"{other} has this number"
            yield Problem(node.line_of(path), path, told)


def _repeated(
    node: Node,
    section: str,
    member: str | None,
    names: Sequence[str],
    below: Path = (),
) -> Iterator[Problem]:
    known: set[str] = set()
    for index, name in enumerate(names):
        folded = name.casefold() if member == "email" else name
        if folded in known:
            end = (member,) if member else ()
            path: Path = (section, *below, index, *end)
            yield Problem(node.line_of(path), path, f"{name} is here twice")
        known.add(folded)
