"""What may stand at a path of a question, as far as a JSON Schema tells.

What it does not tell plainly is taken as anything, so nothing that could be sent is
ruled out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from governance.engine.catalogue import ActionShape
from governance.engine.operators import Kind
from governance.engine.paths import ITEM, FieldPath

_MONEY = {"amount", "currency"}
_TYPES: Mapping[str, frozenset[Kind]] = {
    "string": frozenset({"text"}),
    "number": frozenset({"number"}),
    "integer": frozenset({"number"}),
    "boolean": frozenset({"flag"}),
    "array": frozenset({"list"}),
    # An object that is no money has no kind: it cannot be compared.
    "object": frozenset(),
    "null": frozenset(),
}
_MOMENTS = {"date", "date-time"}
_ONE_OF_THESE = ("anyOf", "oneOf")
_TEXT: Final[frozenset[Kind]] = frozenset({"text"})
_AMOUNT: Final[frozenset[Kind]] = frozenset({"money"})
_MOMENT: Final[frozenset[Kind]] = frozenset({"text", "moment"})
# What the gate itself puts into every question.
_GIVEN: Mapping[str, frozenset[Kind]] = {
    "resource.type": _TEXT,
    "resource.id": _TEXT,
    "agent.id": _TEXT,
    "agent.name": _TEXT,
    "workflow.key": _TEXT,
    "workflow.step": _TEXT,
    "time.now": _MOMENT,
    "time.zone": _TEXT,
}
# An action may come without them; the rest of what is given never is missing.
_MAY_BE_BLANK = {"resource.type", "resource.id", "workflow.step"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand somewhere. `kinds` is None where it may be anything.

    `required` says that it is never left out nor null; `options` are all the raw
    values there are; `currencies` all that an amount may be in. `filled` says that
    it is neither blank nor empty, `objects` that it may be an object other than money.
    """

    kinds: frozenset[Kind] | None = None
    required: bool = False
    options: tuple[object, ...] | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False
    currencies: frozenset[str] | None = None
    filled: bool = False
    objects: bool = True
    schema: Mapping[str, Any] | None = None


ANYTHING = Shape()


def shape_at(
    action: ActionShape, path: FieldPath, *, item: Shape | None = None
) -> Shape | None:
    """Give what may stand at a path, or None where an action has no such field.

    `item` is the shape of the elements that a condition on a list looks at.
    """
    root, *rest = path.parts
    if root == ITEM:
        return _below(item or ANYTHING, rest)
    if root == "parameters":
        return _below(_shape_of(action.schema, required=True), rest)
    if root == "facts":
        return _fact(action, rest)
    kinds = _GIVEN.get(path.dotted)
    if kinds is None:
        return None
    blank = path.dotted in _MAY_BE_BLANK
    return Shape(kinds, required=not blank, filled=not blank, objects=False)


def elements_of(shape: Shape) -> Shape:
    """Give the shape of the elements of a list."""
    items = (shape.schema or {}).get("items")
    return _shape_of(items, required=False) if isinstance(items, Mapping) else ANYTHING


def _fact(action: ActionShape, rest: Sequence[str]) -> Shape | None:
    name, *below = rest
    if name not in action.facts:
        return None
    known = action.facts[name]
    if below and known is not None and below[0] not in known:
        return None
    return ANYTHING


def _below(shape: Shape, parts: Sequence[str]) -> Shape | None:
    for part in parts:
        if shape.schema is None:
            return ANYTHING
        found = _member(shape.schema, part)
        if found is None:
            return None
        # Below what may be left out, everything may be.
        shape = replace(found, required=found.required and shape.required)
    return shape


def _member(schema: Mapping[str, Any], name: str) -> Shape | None:
    declared = schema.get("properties", {})
    if name in declared:
        one = declared[name]
        if not isinstance(one, Mapping):
            return ANYTHING if one else None
        return _shape_of(one, required=name in schema.get("required", []))
    if any(name in part.get("properties", {}) for part in _alternatives(schema)):
        return ANYTHING
    beyond = schema.get("additionalProperties")
    if beyond is True or isinstance(beyond, Mapping):
        return ANYTHING
    # Where nothing at all is declared, anything may be sent.
    told = "properties" in schema or beyond is False or not _may_be_object(schema)
    return None if told else ANYTHING


def _may_be_object(schema: Mapping[str, Any]) -> bool:
    types = _types(schema)
    return types is None or "object" in types


def _alternatives(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    several = [
        one for word in ("allOf", *_ONE_OF_THESE) for one in schema.get(word, [])
    ]
    several += [schema[word] for word in ("if", "then", "else") if word in schema]
    several += schema.get("dependentSchemas", {}).values()
    for one in several:
        if isinstance(one, Mapping):
            yield one
            yield from _alternatives(one)


def _shape_of(schema: Mapping[str, Any], *, required: bool) -> Shape:
    options = _options(schema)
    types = _types(schema)
    kinds = _kinds(schema, options)
    nullable = types is None or "null" in types
    if options is not None:
        nullable = None in options
    return Shape(
        kinds=kinds,
        required=required and not nullable,
        options=options,
        least=_bound(schema, "minimum", "exclusiveMinimum"),
        most=_bound(schema, "maximum", "exclusiveMaximum"),
        whole=types == {"integer"},
        currencies=_currencies(schema) if kinds == _AMOUNT else None,
        filled=schema.get("minItems", 0) > 0,
        objects=kinds != _AMOUNT and (types is None or "object" in types),
        schema=schema,
    )


def _types(schema: Mapping[str, Any]) -> set[str] | None:
    of = schema.get("type")
    if of is None:
        return None
    return set(of) if isinstance(of, list) else {of}


def _kinds(
    schema: Mapping[str, Any], options: tuple[object, ...] | None
) -> frozenset[Kind] | None:
    types = _types(schema)
    if types is None and options is not None:
        return frozenset().union(*map(_kind_of_raw, options))
    if types is None:
        return _union(schema)
    if types - {"null"} == {"object"} and set(schema.get("properties", {})) == _MONEY:
        return _AMOUNT
    kinds = frozenset(kind for one in types for kind in _TYPES.get(one, ()))
    if "text" in kinds and schema.get("format") in _MOMENTS:
        return kinds | _MOMENT
    return kinds


def _union(schema: Mapping[str, Any]) -> frozenset[Kind] | None:
    for word in _ONE_OF_THESE:
        ways = schema.get(word)
        if ways:
            kinds = [
                _kinds(way, _options(way)) if isinstance(way, Mapping) else None
                for way in ways
            ]
            known = [one for one in kinds if one is not None]
            return frozenset().union(*known) if len(known) == len(kinds) else None
    return None


def _kind_of_raw(raw: object) -> frozenset[Kind]:
    if isinstance(raw, bool):
        return frozenset({"flag"})
    if isinstance(raw, str):
        return _MOMENT
    if isinstance(raw, int | float):
        return frozenset({"number"})
    if isinstance(raw, list):
        return frozenset({"list"})
    return frozenset({"money"}) if isinstance(raw, Mapping) else frozenset()


def _options(schema: Mapping[str, Any]) -> tuple[object, ...] | None:
    if "const" in schema:
        return (schema["const"],)
    return tuple(schema["enum"]) if "enum" in schema else None


def _bound(schema: Mapping[str, Any], *words: str) -> Decimal | None:
    # An exclusive bound is taken as if it were inclusive: more, never less.
    found = [schema[word] for word in words if word in schema]
    numbers = [one for one in found if isinstance(one, int | float)]
    return Decimal(repr(numbers[0])) if len(numbers) == 1 else None


def _currencies(schema: Mapping[str, Any]) -> frozenset[str] | None:
    currency = schema["properties"]["currency"]
    options = _options(currency) if isinstance(currency, Mapping) else None
    if options is None:
        return None
    return frozenset(one for one in options if isinstance(one, str))
