"""The parameters of an action type as rows that a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agents.schemas import is_money

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "yes or no",
    "object": "several values",
    "array": "a list",
    "null": "nothing",
}
_FORMATS = {
    "date": "a date",
    "date-time": "a date and time",
    "email": "an e-mail address",
}
_SIZES = {
    "string": ("minLength", "maxLength", "character"),
    "array": ("minItems", "maxItems", "item"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its path, what it may hold, and whether it has to be there."""

    path: str
    words: str
    required: bool


def parameters_of(schema: Mapping[str, Any], path: str = "") -> Iterator[Parameter]:
    """Yield every parameter that a schema names, those inside others too."""
    needed = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        shape = one if isinstance(one, Mapping) else {}
        below = f"{path}.{name}" if path else name
        yield Parameter(below, _words(shape), required=name in needed)
        if not is_money(shape):
            yield from parameters_of(shape, below)
            items = shape.get("items")
            if isinstance(items, Mapping):
                yield from parameters_of(items, f"{below}[]")


def _words(shape: Mapping[str, Any]) -> str:
    if is_money(shape):
        return "an amount of money"
    if "const" in shape:
        return f"always {shape['const']}"
    if "enum" in shape:
        return f"one of {', '.join(map(str, shape['enum']))}"
    told = [_type(shape), _size(shape), _range(shape)]
    if "pattern" in shape:
        told.append(f"like {shape['pattern']}")
    items = shape.get("items")
    if isinstance(items, Mapping) and not items.get("properties"):
        told.append(f"each {_words(items)}")
    return ", ".join(one for one in told if one)


def _type(shape: Mapping[str, Any]) -> str:
    of = shape.get("type")
    if of == "string" and shape.get("format") in _FORMATS:
        return _FORMATS[shape["format"]]
    several = of if isinstance(of, list) else [of]
    return " or ".join(_TYPES.get(str(one), "anything") for one in several)


def _size(shape: Mapping[str, Any]) -> str:
    least, most, noun = _SIZES.get(str(shape.get("type")), ("", "", ""))
    return _between(shape.get(least), shape.get(most), f" {noun}s") if noun else ""


def _range(shape: Mapping[str, Any]) -> str:
    return _between(shape.get("minimum"), shape.get("maximum"), "")


def _between(least: Any, most: Any, noun: str) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return f"at least {least}{noun}"
    if least is None:
        return f"at most {most}{noun}"
    return f"{least} to {most}{noun}"
