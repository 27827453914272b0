"""A small value that a schema accepts, to show what an agent may send.

Whether any exists is hard to tell in general. So likely ones are made and each is
checked; after a fixed number of them the search gives up.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from agents.schemas.matching import matching
from agents.schemas.merging import merged_of, ways_of
from agents.schemas.numbers import numbers
from agents.schemas.validating import first_fault

_MOST_TRIES = 2_000
_KINDS = ["string", "integer", "boolean", "object", "array", "null"]
# What says that it is about a kind of value, where the type is not told.
_ABOUT = {
    "object": {"properties", "required", "minProperties", "additionalProperties"},
    "array": {"items", "prefixItems", "minItems", "contains"},
    "integer": {"minimum", "maximum", "multipleOf", "exclusiveMinimum"},
    "string": {"pattern", "minLength", "format"},
}
_FORMATS = {
    "date": "2026-03-04",
    "date-time": "2026-03-04T14:02:00Z",
    "email": "ada@example.com",
    "hostname": "example.com",
    "time": "14:02:00Z",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


class NoExampleError(ValueError):
    """None was found; there may be one nevertheless."""


def example_of(schema: Any) -> Any:
    """Return a small value that a schema accepts.

    Raises:
        NoExampleError: none was found.
    """
    return _Search().first(schema)


class _Search:
    """Makes values and checks them, until its tries are used up."""

    def __init__(self) -> None:
        self._left = _MOST_TRIES

    def first(self, schema: Any) -> Any:
        return self._some(schema, 1)[0]

    def _some(self, schema: Any, count: int) -> list[Any]:
        """Return so many different values that are accepted."""
        found: list[Any] = []
        for value in self._made(schema):
            self._spend()
            # True is 1 to Python, but not to JSON.
            is_new = all(repr(value) != repr(other) for other in found)
            if is_new and _accepts(schema, value):
                found.append(value)
            if len(found) == count:
                return found
        raise NoExampleError("no example was found")

    def _made(self, schema: Any) -> Iterator[Any]:
        for way in ways_of(schema):
            self._spend()
            yield from way.get("examples", [])
            if "const" in way:
                yield way["const"]
            elif "enum" in way:
                yield from way["enum"]
            else:
                for kind in _kinds(way):
                    yield from self._of_kind(kind, way)

    def _of_kind(self, kind: str, way: Mapping[str, Any]) -> Iterator[Any]:
        if kind == "string":
            yield from _texts(way)
        elif kind in {"integer", "number"}:
            yield from numbers(way, whole=kind == "integer")
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "null":
            yield None
        else:
            make = self._objects if kind == "object" else self._lists
            try:
                yield from make(way)
            except NoExampleError:
                self._spend()

    def _objects(self, way: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        declared = way.get("properties", {})
        names = _needed(way)
        least = way.get("minProperties", 0)
        names += [name for name in declared if name not in names][
            : max(0, least - len(names))
        ]
        if len(names) < least:
            named = merged_of(way.get("propertyNames", True), {"type": "string"})
            others = self._some(named, least)
            names += [one for one in others if one not in names][: least - len(names)]
        beyond = way.get("additionalProperties", True)
        made = {name: self.first(declared.get(name, beyond)) for name in names}
        yield made
        # Where this and that exclude each other, more may be right.
        for name in declared:
            if name not in made:
                yield made | {name: self.first(declared[name])}

    def _lists(self, way: Mapping[str, Any]) -> Iterator[list[Any]]:
        head, rest = way.get("prefixItems", []), way.get("items", True)
        wanted = way.get("minContains", 1) if "contains" in way else 0
        least = max(way.get("minItems", 0), wanted)
        made = [self.first(one) for one in head[:least]]
        more = least - len(made)
        if not more:
            yield made
        picked = merged_of(rest, way["contains"]) if wanted else rest
        if way.get("uniqueItems"):
            yield made + self._some(picked, more) if more else made
            yield made + [one for one in self._some(rest, least + 1) if one not in made]
        elif more:
            held = min(more, wanted)
            plain = [self.first(rest)] * (more - held) if more > held else []
            yield made + plain + [self.first(picked)] * held

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise NoExampleError("too many were tried")


def _accepts(schema: Any, value: Any) -> bool:
    return first_fault(schema, value, at="") is None


def _kinds(way: Mapping[str, Any]) -> list[str]:
    if "type" in way:
        told = way["type"]
        return told if isinstance(told, list) else [told]
    likely = [kind for kind, words in _ABOUT.items() if words & way.keys()]
    return likely + [kind for kind in _KINDS if kind not in likely]


def _needed(way: Mapping[str, Any]) -> list[str]:
    names = list(way.get("required", []))
    dependent = way.get("dependentRequired", {})
    for name in names:
        names += [one for one in dependent.get(name, []) if one not in names]
    return names


def _texts(way: Mapping[str, Any]) -> Iterator[str]:
    least = way.get("minLength", 0)
    if "format" in way:
        yield _FORMATS.get(way["format"], "x")
    if "pattern" in way:
        try:
            yield matching(way["pattern"], at_least=least)
        except ValueError:
            return
    length = max(least, 1)
    for number in islice(range(1, 200), 199):
        yield ("example" if number == 1 and length <= 7 else f"x{number}").ljust(
            length, "x"
        )
    yield "x" * length
    yield ""
