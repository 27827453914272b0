"""JSON read strictly: nothing that two readers could read differently.

Duplicate keys, NaN, over-deep nesting and characters that PostgreSQL or RFC 8785
cannot hold are all errors here, so nothing behind the door meets them.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from rest_framework.exceptions import ParseError, ValidationError

MAX_DEPTH = 32
MAX_NODES = 5_000
# Beyond this, JavaScript and RFC 8785 readers see another number.
MAX_INTEGER = 2**53 - 1
# No double needs more characters than this.
_LONGEST_NUMBER = 40
# NUL, the other control characters but tab and line breaks, half characters.
# What is only invisible stays: the portal shows it to whoever has to answer.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_ERRORS = 20
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Stands where a value is not acceptable, until its path is known."""

    why: str


def parse_object(raw: bytes) -> dict[str, Any]:
    """Return the JSON object in these bytes.

    Raises:
        ParseError: it is no JSON object, or too deep or large a one.
        ValidationError: values or keys are not acceptable, each named by its path.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        at = f"byte {error.start + 1}"
        raise ParseError(f"The body is not UTF-8: see {at}.") from error
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except ValueError as error:
        raise ParseError(f"The body is not acceptable JSON: {error}.") from error
    if not isinstance(value, dict):
        raise ParseError("The body has to be a JSON object.")
    found = dict(islice(_errors(value), _MOST_ERRORS))
    if found:
        raise ValidationError({path: [why] for path, why in found.items()})
    return value


def _refuse_depth(text: str) -> None:
    # Before parsing: the parser itself is recursive.
    depth = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ParseError(f"The body is nested deeper than {MAX_DEPTH}.")
        elif character in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = _Wrong("This key is there twice.") if name in found else value
    return found


def _constant(name: str) -> _Wrong:
    return _Wrong(f"{name} is not a JSON number.")


def _integer(digits: str) -> int | _Wrong:
    if len(digits) > _LONGEST_NUMBER or abs(int(digits)) > MAX_INTEGER:
        return _too_large(digits)
    return int(digits)


def _float(digits: str) -> float | _Wrong:
    value = float(digits)
    if math.isinf(value) or abs(value) > MAX_INTEGER:
        return _too_large(digits)
    # Most readers keep a double: what it cannot hold, they would change.
    if len(digits) > _LONGEST_NUMBER or _changes(digits, value):
        told = f"The number {digits[:20]} is more precise than a double: "
        return _Wrong(f"{told}send it as text.")
    return value


def _changes(digits: str, value: float) -> bool:
    # Beyond a double's exponents, where Decimal has its own bounds too.
    if value == 0:
        return any(digit in "123456789" for digit in re.split("[eE]", digits)[0])
    return Decimal(digits) != Decimal(repr(value))


def _too_large(digits: str) -> _Wrong:
    return _Wrong(f"The number {digits[:20]} is too large: send it as text.")


def _errors(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Any]] = [("", value)]
    nodes = 0
    while pending:
        path, node = pending.pop()
        nodes += 1
        if nodes > MAX_NODES:
            raise ParseError(f"The body has more than {MAX_NODES} values.")
        if isinstance(node, list):
            pending += [(f"{path}[{n}]", member) for n, member in enumerate(node)]
        elif isinstance(node, dict):
            for name, member in node.items():
                below = f"{path}.{_visible(name)}".lstrip(".")
                pending.append((below, member))
                yield from _wrong(below, name, "key")
        else:
            yield from _wrong(path, node, "text")


def _wrong(path: str, value: Any, kind: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Wrong):
        yield path, value.why
    elif isinstance(value, str) and (refused := _REFUSED.search(value)):
        yield path, f"{_described(refused[0])} is not acceptable in a {kind}."


def _visible(name: str) -> str:
    short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    return _REFUSED.sub(lambda wrong: f"\\u{ord(wrong[0]):04x}", short)


def _described(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        return f"Half a character (the lone surrogate {code})"
    return f"The control character {code}"
