"""What a check of a part of a rule is, and the kinds of value in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.operators import Kind
from governance.engine.paths import FieldPath
from governance.engine.shapes import Shape, shape_at
from governance.engine.wording import listed

# A sentence about one action, without its name.
Wrong = str
Check = Callable[[ActionShape, Catalogue], Iterator[Wrong]]

_SAID: Mapping[Kind, str] = {
    "text": "text",
    "number": "a number",
    "money": "an amount of money",
    "flag": "yes or no",
    "list": "a list",
    "moment": "a date",
}


def said_kinds(kinds: Iterable[Kind]) -> str:
    """Say kinds of value: "a number or an amount of money"."""
    words = [word for kind, word in _SAID.items() if kind in set(kinds)]
    return listed(words, joint="or") if words else "an object"


def lacking(path: FieldPath, action: ActionShape) -> Wrong:
    """Say that an action has no such field, and what to do about it."""
    root, name = path.parts[0], path.parts[1] if len(path.parts) > 1 else ""
    if root == "facts" and name not in action.facts:
        return (
            f"no look-up is called “{name}”, so {path.dotted} is never known; "
            "declare the look-up in the action type, or correct the name"
        )
    if root == "facts":
        return (
            f"no record of “{name}” has {path.dotted}; "
            "load one that has, or correct the name"
        )
    if root == "parameters":
        return (
            f"its schema does not name {path.dotted}; "
            "add it to the action type, or correct the name"
        )
    return f"there is no {path.dotted}; correct the name"


def shape_or_wrong(
    path: FieldPath, action: ActionShape, *, item: Shape | None = None
) -> tuple[Shape | None, Wrong]:
    """Give the shape of a field, or None and what is wrong."""
    shape = shape_at(action, path, item=item)
    return shape, "" if shape else lacking(path, action)
