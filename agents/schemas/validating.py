"""Checking what an agent sends against the schema of an action type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from agents.schemas.patterns import ends


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which path below the value."""

    path: str
    message: str


def first_fault(schema: Mapping[str, Any], value: Any, *, at: str) -> Fault | None:
    """Return what is wrong with a value first, by its path, or None.

    ``at`` is what the value itself is called.
    """
    errors = _Validator(schema).iter_errors(value)
    first = min(errors, key=lambda error: list(map(str, _parts(error))), default=None)
    if first is None:
        return None
    return Fault(path=f"{at}{_written(_parts(first))}", message=first.message)


def _pattern(
    validator: Any,  # noqa: ARG001 - what the library calls
    pattern: str,
    instance: Any,
    schema: Any,  # noqa: ARG001
) -> Iterator[ValidationError]:
    # To Python, $ also matches before a line break at the end: to others it does not.
    strict = f"{pattern[:-1]}\\Z" if ends(pattern) else pattern
    if isinstance(instance, str) and not re.search(strict, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


def _parts(error: ValidationError) -> list[str | int]:
    """Return the path of an error, also to a member that is missing or too much."""
    parts = list(error.absolute_path)
    instance: Any = error.instance
    expected: Any = error.validator_value
    if error.validator == "required":
        parts += [name for name in expected if name not in instance][:1]
    elif error.validator == "additionalProperties" and isinstance(error.schema, dict):
        known = error.schema.get("properties", {})
        parts += [name for name in sorted(instance) if name not in known][:1]
    return parts


def _written(parts: list[str | int]) -> str:
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in parts)
