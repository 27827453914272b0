"""JSON that somebody types: what is wrong with it, and in which line."""

import json
from typing import Any

from tenants.errors import Invalid

# More than a schema may hold, with the blanks that make it readable.
_LONGEST = 100_000


def read_json_object(text: str, *, field: str) -> dict[str, Any]:
    """Return the JSON object in a text.

    Raises:
        Invalid: it is none; says where.
    """
    if len(text) > _LONGEST:
        raise Invalid(f"It has more than {_LONGEST:,} characters.", field=field)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        told = f"This is no JSON: {_plain(error.msg)} at {where}."
        raise Invalid(told, field=field) from error
    except _RefusedError as error:
        raise Invalid(str(error), field=field) from error
    except RecursionError as error:
        raise Invalid("It is nested too deep.", field=field) from error
    if not isinstance(value, dict):
        raise Invalid("It has to be a JSON object: { ... }.", field=field)
    _refuse_unkeepable(text, value, field=field)
    return value


class _RefusedError(Exception):
    """Python would read it, and others would read something else."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _RefusedError(
                f"“{name}” is there twice in one object: leave one out."
            )
        found[name] = value
    return found


def _constant(name: str) -> float:
    raise _RefusedError(f"{name} is not a JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > 40:
        raise _RefusedError(f"The number {digits[:20]}… is too large.")
    return int(digits)


def _refuse_unkeepable(text: str, value: dict[str, Any], *, field: str) -> None:
    # Cheap to say no to all: PostgreSQL keeps neither, in text or escaped.
    told = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in told or "\x00" in text:
        raise Invalid("The null character cannot be kept.", field=field)
    if any("\ud800" <= one <= "\udfff" for one in told):
        raise Invalid(
            "Half a character (a lone surrogate) cannot be kept.", field=field
        )
    if "Infinity" in told and "Infinity" not in text:
        raise Invalid("A number in it is too large.", field=field)


def _plain(message: str) -> str:
    """Return what the parser says, as the middle of a sentence."""
    return message[:1].lower() + message[1:]
