"""The right side of a condition as people type it: 500.00 EUR, approved, EUR, GBP.

What is typed may be read in several ways; the first that the operator takes is meant.
So no operator is named here, and a new one needs nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from governance.engine.conditions import read_conditions
from governance.engine.document import DocumentError
from governance.engine.reading import Place
from governance.forms.times import read_times, typed_times

_MONEY = re.compile(r"(-?[0-9.]+) ([A-Z]{3})")
_WHOLE = re.compile(r"-?[0-9]{1,16}")
_LIST = re.compile(r"list ([a-z0-9_-]+)")
_WORDS = {"true": True, "false": False}

Leaf = dict[str, Any]
Around = Callable[[Leaf], Leaf]


def alone(leaf: Leaf) -> Leaf:
    """Return a condition that stands for itself."""
    return leaf


def read_leaf(named: Leaf, text: str, *, place: Place, around: Around = alone) -> Leaf:
    """Return the condition that was typed: what it looks at and how, with its value.

    ``around`` puts it where it will stand, as inside of one about a list.

    Raises:
        DocumentError: it reads in no way; the place is named.
    """
    refused: DocumentError | None = None
    for candidate in _candidates(text.strip()):
        leaf = {**named, **candidate}
        try:
            read_conditions(around(leaf), place=place)
        except DocumentError as error:
            # What is wrong is said of the first way, which is the likeliest.
            refused = refused or error
        else:
            return leaf
    assert refused is not None  # noqa: S101 - there is always a candidate
    raise refused


def text_of(leaf: Leaf, *, place: Place, around: Around = alone) -> str:
    """Return what to type for a condition's right side, so that it is read back."""
    if "value" not in leaf or leaf["value"] is None:
        return ""
    text = _typed(leaf["value"])
    named = {name: leaf[name] for name in leaf if name != "value"}
    try:
        again = read_leaf(named, text, place=place, around=around)
    except DocumentError:
        again = {}
    return text if again == leaf else json.dumps(leaf["value"], ensure_ascii=False)


def read_size(text: str) -> Any:
    """Return money, a whole number, or the text as it is, for the engine to judge."""
    typed = text.strip()
    for candidate in (_money(typed), _whole(typed)):
        if candidate is not None:
            return candidate
    return typed


def size_text(value: Any) -> str:
    """Return what to type for money or a number."""
    return _typed(value)


def _candidates(text: str) -> Iterator[Leaf]:
    if not text:
        yield {}
        return
    if (written := _written(text)) is not None:
        yield {"value": written}
        return
    if match := _LIST.fullmatch(text):
        # Nothing else, or a list that is not there would be read as a word.
        yield {"value": {"list": match[1]}}
        return
    if (times := read_times(text)) is not None:
        yield {"value": times}
    yield {"value": _scalar(text)}
    yield {"value": text}
    yield {"value": [_scalar(part.strip()) for part in text.split(",")]}
    yield {"value": [part.strip() for part in text.split(",")]}


def _written(text: str) -> Any:
    if text[0] not in '"[{':
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _scalar(text: str) -> Any:
    for candidate in (_money(text), _whole(text), _WORDS.get(text)):
        if candidate is not None:
            return candidate
    return text


def _money(text: str) -> dict[str, str] | None:
    match = _MONEY.fullmatch(text)
    return {"amount": match[1], "currency": match[2]} if match else None


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(_typed, value))
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    if isinstance(value, dict) and set(value) == {"list"}:
        return f"list {value['list']}"
    if (times := typed_times(value)) is not None:
        return times
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
