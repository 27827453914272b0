"""Schemas without "either ... or": each way of satisfying one, as a schema of its own.

What is merged here need not be exact: whoever looks for an example checks it.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

Schema = dict[str, Any]

_COMBINING = ("allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas")
_HIGHEST = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_LOWEST = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}


def ways_of(schema: Any) -> Iterator[Schema]:
    """Yield the ways of satisfying a schema; none for one that nothing satisfies."""
    if isinstance(schema, bool):
        yield from [{}] if schema else []
        return
    choices = _choices(schema)
    plain = {word: value for word, value in schema.items() if word not in _COMBINING}
    if not choices:
        yield plain
        return
    for chosen in product(*choices):
        merged: Any = plain
        for one in chosen:
            merged = merged_of(merged, one)
        yield from ways_of(merged)


def merged_of(one: Any, other: Any) -> Any:
    """Return a schema for what satisfies both."""
    if isinstance(one, bool) or isinstance(other, bool):
        return _with_truth(one, other)
    merged = dict(one)
    for word, value in other.items():
        rule = _RULES.get(word, _last)
        merged[word] = rule(merged[word], value) if word in merged else value
    for word in _COMBINING:
        if word in one and word in other:
            # Two choices at once: the second one stands beside all else.
            merged[word] = one[word]
            merged["allOf"] = [*merged.get("allOf", []), {word: other[word]}]
    return merged


def _choices(schema: Mapping[str, Any]) -> list[list[Any]]:
    choices = [[one] for one in schema.get("allOf", [])]
    choices += [list(schema[word]) for word in ("anyOf", "oneOf") if word in schema]
    if "if" in schema:
        then = merged_of(schema["if"], schema.get("then", True))
        choices.append([schema.get("else", True), then])
    dependent = schema.get("dependentSchemas", {})
    required = schema.get("required", [])
    choices += [[one] for name, one in dependent.items() if name in required]
    return choices


def _with_truth(one: Any, other: Any) -> Any:
    if one is False or other is False:
        return False
    return other if one is True else one


def _all_of(one: list[str], other: list[str]) -> list[str]:
    return [*one, *(name for name in other if name not in one)]


def _named(one: Mapping[str, Any], other: Mapping[str, Any]) -> Schema:
    names = _all_of([*one], [*other])
    return {
        name: merged_of(one.get(name, True), other.get(name, True)) for name in names
    }


def _in_both(one: Any, other: Any) -> list[Any]:
    first = one if isinstance(one, list) else [one]
    second = other if isinstance(other, list) else [other]
    return [value for value in first if value in second]


def _last(one: Any, other: Any) -> Any:  # noqa: ARG001 - one of several rules
    return other


_RULES: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(_HIGHEST, max),
    **dict.fromkeys(_LOWEST, min),
    **dict.fromkeys(("items", "contains", "propertyNames"), merged_of),
    **dict.fromkeys(("enum", "type"), _in_both),
    "additionalProperties": merged_of,
    "properties": _named,
    "required": _all_of,
}
