"""A form for an example: from a schema its fields, and from what is typed a value."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ROOT = "example"
AT = "parameters"
# A form of more fields is no help: the example is written as JSON then.
_MOST_FIELDS = 60
_MOST_ITEMS = 10
_LONG_TEXT = 200
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_MONEY = {"amount", "currency"}
_SCALARS = {"string", "number", "integer"}


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the form (``kind`` says which), or several of them.

    ``name`` is how it is posted, ``path`` how faults name it.
    """

    name: str
    path: str
    label: str
    kind: str
    required: bool = False
    value: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple["Part", ...] = field(default=())

    @property
    def size(self) -> int:
        """Return how many fields it has."""
        return sum(part.size for part in self.parts) if self.parts else 1


def example_form(schema: Mapping[str, Any], value: Any) -> Part:
    """Return the form of an example, filled in with a value."""
    whole = _part(schema, value, name=ROOT, path=AT, label="", required=True)
    if whole.kind != "group" or whole.size > _MOST_FIELDS:
        return Part(ROOT, AT, "Parameters", "json", required=True, value=_json(value))
    return whole


def read_example(schema: Mapping[str, Any], posted: Mapping[str, str]) -> Any:
    """Return the value that is filled in; what is left empty is left out.

    What does not fit its field stays as it was typed, for the validator to name.
    """
    if ROOT in posted:
        return _read_json(posted[ROOT])
    read = _read(schema, posted, ROOT)
    return {} if read is None else read


def given_example(schema: Mapping[str, Any]) -> Any:
    """Return the example that a schema gives itself, as far as it does."""
    given = schema.get("examples")
    for example in given if isinstance(given, list) else []:
        return example
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    if _kind(schema) not in {"group", "money"}:
        return None
    members = {name: given_example(one) for name, one in _properties(schema).items()}
    return {name: one for name, one in members.items() if one is not None} or None


def is_money(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema is of an amount and its currency, and nothing else."""
    return schema.get("type") == "object" and set(_properties(schema)) == _MONEY


def _part(
    schema: Mapping[str, Any],
    value: Any,
    *,
    name: str,
    path: str,
    label: str,
    required: bool,
) -> Part:
    kind = _kind(schema)
    about: dict[str, Any] = {"name": name, "path": path, "required": required}
    about |= {"label": _text(schema.get("title")) or label}
    about |= {"help": _text(schema.get("description")), "kind": kind}
    if kind in {"group", "money"}:
        given = value if isinstance(value, Mapping) else {}
        return Part(**about, parts=tuple(_members(schema, given, name, path)))
    if kind == "list":
        rows = value if isinstance(value, list) else []
        return Part(**about, parts=tuple(_items(schema, rows, name, path)))
    if kind == "choice":
        return Part(**about, choices=_choices(schema), value=_chosen(value))
    if kind == "lines":
        lines = value if isinstance(value, list) else [value]
        return Part(**about, value="\n".join(_typed(one) for one in lines))
    return Part(**about, value=_written(value) if kind == "json" else _typed(value))


def _members(
    schema: Mapping[str, Any], value: Mapping[str, Any], name: str, path: str
) -> Iterator[Part]:
    needed = schema.get("required", [])
    for member, one in _properties(schema).items():
        yield _part(
            one,
            value.get(member),
            name=_below(name, member),
            path=f"{path}.{member}",
            label=member,
            required=member in needed,
        )


def _items(
    schema: Mapping[str, Any], rows: list[Any], name: str, path: str
) -> Iterator[Part]:
    # One more than there are, to be filled in.
    for place, row in enumerate([*rows, None][:_MOST_ITEMS]):
        yield _part(
            schema["items"],
            row,
            name=_below(name, str(place)),
            path=f"{path}[{place}]",
            label=f"{place + 1}.",
            required=False,
        )


def _read(schema: Mapping[str, Any], posted: Mapping[str, str], name: str) -> Any:
    kind = _kind(schema)
    if kind in {"group", "money"}:
        read = {
            member: _read(one, posted, _below(name, member))
            for member, one in _properties(schema).items()
        }
        return {member: one for member, one in read.items() if one is not None} or None
    if kind == "list":
        places = (_below(name, str(place)) for place in range(_MOST_ITEMS))
        items = [_read(schema["items"], posted, place) for place in places]
        return [one for one in items if one is not None] or None
    text = posted.get(name, "").replace("\r\n", "\n")
    if not text:
        return None
    if kind == "lines":
        return [_scalar(schema["items"], line) for line in text.split("\n") if line]
    if kind in {"json", "choice", "yes_no"}:
        return _read_json(text)
    return _scalar(schema, text)


def _scalar(schema: Mapping[str, Any], text: str) -> Any:
    if schema.get("type") == "string" or not _NUMBER.fullmatch(text.strip()):
        return text
    return json.loads(text)


def _kind(schema: Mapping[str, Any]) -> str:
    of = schema.get("type")
    if "enum" in schema or "const" in schema:
        return "choice"
    if of == "object" and _properties(schema):
        return "money" if is_money(schema) else "group"
    if of == "array":
        return _list_kind(schema.get("items"))
    if of == "string":
        return _string_kind(schema)
    return {"number": "number", "integer": "number", "boolean": "yes_no"}.get(
        of if isinstance(of, str) else "", "json"
    )


def _list_kind(items: Any) -> str:
    if not isinstance(items, Mapping):
        return "json"
    if _kind(items) in {"group", "money"}:
        return "list"
    plain = "enum" not in items and "const" not in items
    return "lines" if plain and items.get("type") in _SCALARS else "json"


def _string_kind(schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "date":
        return "date"
    return "long" if schema.get("maxLength", 0) > _LONG_TEXT else "text"


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("properties", {})
    # A property may also be true or false, which no field stands for.
    return {
        name: one if isinstance(one, Mapping) else {} for name, one in found.items()
    }


def _choices(schema: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    values = [schema["const"]] if "const" in schema else schema["enum"]
    return tuple(
        (_json(one), one if isinstance(one, str) else _json(one)) for one in values
    )


def _chosen(value: Any) -> str:
    return "" if value is None else _json(value)


def _typed(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return _json(value)


def _written(value: Any) -> str:
    # What was no JSON was taken as text, and is shown as it was typed.
    as_typed = isinstance(value, str) and _read_json(value) == value
    return value if as_typed else _json(value)


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _below(name: str, member: str) -> str:
    # As a JSON Pointer (RFC 6901) writes a slash.
    return f"{name}/{member.replace('~', '~0').replace('/', '~1')}"
