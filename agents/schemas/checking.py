"""What a client's JSON Schema may say: all that is checked in bounded time.

References can run in circles or multiply, and patterns can run away. So the words
below are all there are; a misspelt one is refused, and not ignored.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

from agents.schemas.patterns import MOST_WAYS, PatternError, count_ways
from tenants.errors import Invalid

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAX_DEPTH = 16
MAX_NODES = 2_000
MAX_TEXT = 32_000
# Comparing each with each: a longer list takes too long.
MAX_UNIQUE = 100

_TOLD = {"$comment", "title", "description", "default", "deprecated", "examples"}
_CHECKED = {
    *("$schema", "type", "enum", "const", "format", "pattern", "minLength"),
    *("maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "required", "minProperties", "maxProperties"),
    *("dependentRequired", "minItems", "maxItems", "uniqueItems", "minContains"),
    "maxContains",
}
# Words that hold a schema, a list of schemas, or schemas by name.
_ONE = {
    *("items", "contains", "additionalProperties", "propertyNames"),
    *("not", "if", "then", "else"),
}
_MANY = {"allOf", "anyOf", "oneOf", "prefixItems"}
_NAMED = {"properties", "dependentSchemas"}
_WORDS = _TOLD | _CHECKED | _ONE | _MANY | _NAMED


def check_schema(schema: Mapping[str, Any]) -> None:
    """Refuse a schema that is none, or that could take too long to check against.

    Raises:
        Invalid: says where in the schema, and what may stand there instead.
    """
    _check_size(schema)
    try:
        # Its own check of patterns would try to compile them; they are counted below.
        Draft202012Validator.check_schema(
            schema, format_checker=FormatChecker(formats=())
        )
    except SchemaError as error:
        raise _invalid(error.json_path, error.message) from error
    ways = 0
    for path, one in _schemas(schema):
        _check_words(path, one)
        ways += _ways(path, one)
    if ways > MOST_WAYS:
        raise _invalid("$", f"its patterns can match in more than {MOST_WAYS} ways")


def _check_size(schema: Any) -> None:
    pending = [(schema, 1)]
    nodes = text = 0
    while pending:
        node, depth = pending.pop()
        nodes += 1
        if depth > MAX_DEPTH:
            raise _invalid("$", f"it is nested deeper than {MAX_DEPTH}")
        if isinstance(node, Mapping):
            text += sum(len(str(name)) for name in node)
            pending += [(member, depth + 1) for member in node.values()]
        elif isinstance(node, list):
            pending += [(member, depth + 1) for member in node]
        else:
            text += len(str(node))
        if nodes > MAX_NODES or text > MAX_TEXT:
            allowed = f"{MAX_NODES} values or {MAX_TEXT} characters"
            raise _invalid("$", f"it has more than {allowed}")


def _schemas(schema: Any, path: str = "$") -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(schema, Mapping):
        return
    yield path, schema
    for word, value in schema.items():
        below = f"{path}.{word}"
        if word in _ONE:
            yield from _schemas(value, below)
        elif word in _MANY:
            for n, one in enumerate(value):
                yield from _schemas(one, f"{below}[{n}]")
        elif word in _NAMED:
            for name, one in value.items():
                yield from _schemas(one, f"{below}.{name}")


def _check_words(path: str, schema: Mapping[str, Any]) -> None:
    for word in schema:
        if word in {"$ref", "$dynamicRef"}:
            raise _invalid(f"{path}.{word}", "write out what it refers to")
        if word not in _WORDS:
            raise _invalid(f"{path}.{word}", "this word is not understood")
    if schema.get("$schema", DIALECT) != DIALECT:
        raise _invalid(f"{path}.$schema", f"it has to be {DIALECT}")
    if schema.get("uniqueItems") and schema.get("maxItems", MAX_NODES) > MAX_UNIQUE:
        needed = f"needs maxItems of at most {MAX_UNIQUE} beside it"
        raise _invalid(f"{path}.uniqueItems", needed)


def _ways(path: str, schema: Mapping[str, Any]) -> int:
    if "pattern" not in schema:
        return 0
    try:
        return count_ways(schema["pattern"])
    except PatternError as error:
        raise _invalid(f"{path}.pattern", str(error)) from error


def _invalid(path: str, why: str) -> Invalid:
    return Invalid(
        f"The JSON Schema is not acceptable at {path}: {why}.", field="schema"
    )
