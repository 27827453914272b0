"""Reading JSON from agents, strictly: nothing that two readers could read differently.

Duplicate keys, NaN, over-deep nesting and characters that PostgreSQL or RFC 8785
cannot hold are all errors here, so nothing behind the door meets them.
"""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 32
MAX_NODES = 5_000
# Beyond this, JavaScript and RFC 8785 readers see another number.
MAX_INTEGER = 2**53 - 1


class TooLarge(APIException):
    """The body is larger than anything an agent has to say."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Parses a JSON object, or says in words what is wrong with it."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object.

        Raises:
            TooLarge: over the limit of the settings.
            ParseError: it is not acceptable JSON; the message says where.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge(f"The body is over {limit // 1024} KiB.")
        return parse_object(raw)


def parse_object(raw: bytes) -> dict[str, Any]:
    """Return the JSON object in these bytes; ParseError if it is not acceptable."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise ParseError("The body is not UTF-8.") from error
    _refuse_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
        )
    except ValueError as error:
        raise ParseError(f"The body is not acceptable JSON: {error}.") from error
    if not isinstance(value, dict):
        raise ParseError("The body has to be a JSON object.")
    _refuse_contents(value)
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
        if name in found:
            raise ParseError(f"The key {name[:80]!r} is there twice.")
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise ParseError(f"{name} is not a JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > len(str(MAX_INTEGER)) + 1 or abs(int(digits)) > MAX_INTEGER:
        raise ParseError(f"The number {digits[:20]}… is too large: send it as text.")
    return int(digits)


def _refuse_contents(value: dict[str, Any]) -> None:
    pending: list[tuple[str, Any]] = [("", value)]
    nodes = 0
    while pending:
        path, node = pending.pop()
        nodes += 1
        if nodes > MAX_NODES:
            raise ParseError(f"The body has more than {MAX_NODES} values.")
        if isinstance(node, dict):
            for name, member in node.items():
                _refuse_text(f"a key in {path or 'the body'}", name)
                pending.append((f"{path}.{name}".lstrip("."), member))
        elif isinstance(node, list):
            pending += [(f"{path}[{n}]", member) for n, member in enumerate(node)]
        elif isinstance(node, str):
            _refuse_text(path, node)
        elif isinstance(node, float) and node in {float("inf"), float("-inf")}:
            raise ParseError(f"The number at {path} is too large.")


def _refuse_text(where: str, text: str) -> None:
    if "\x00" in text:
        raise ParseError(f"There is a NUL character in {where}.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ParseError(f"There is half a character (a lone surrogate) in {where}.")
