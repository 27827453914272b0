"""A condition about a list: "of every line, the amount is at most 500.00 EUR"."""

from typing import Any

from governance.engine.paths import ITEM, ROOTS
from governance.engine.reading import Place
from governance.forms.row import (
    Condition,
    RowForm,
    field_name,
    menu,
    operators,
    size_operators,
    typed,
)
from governance.forms.values import Leaf, read_leaf, text_of

_EACH = {"every": "every element", "some": "at least one element"}


def _quantities() -> list[tuple[str, str]]:
    told = [(name, f"a number of elements that {said}") for name, said in _SIZES]
    return [*_EACH.items(), *told]


def _of_elements() -> list[tuple[str, str]]:
    return [("", "may be anything"), *operators()]


_SIZES = size_operators()


class ListRow(RowForm):
    """A list, of how many of its elements something holds, and what."""

    kind = "list"
    title = "about a list"
    page = "governance/boundaries_row_list.html"
    at = {
        "some": "of",
        "every": "of",
        "count.of": "of",
        "op": "how",
        "value": "number",
        "that.field": "part",
        "that.op": "op",
        "that.value": "value",
    }

    of = field_name("Of the list")
    how = menu("there is", choices=_quantities)
    number = typed("How many", help_text="Where a number is asked for, like 3.")
    part = typed("whose", help_text="Like amount. Empty: the element itself.")
    op = menu("Is", choices=_of_elements)
    value = typed("Value")

    @classmethod
    def shown(cls, condition: Condition, *, place: Place) -> dict[str, Any] | None:
        """Return what to type for a condition; None where it is of another kind."""
        for each in _EACH:
            if set(condition) == {each, "that"}:
                told = {"of": condition[each], "how": each}
                return told | _part_shown(condition["that"], condition[each], place)
        counted = condition.get("count")
        if not isinstance(counted, dict) or set(counted) != {"of", "that"}:
            return None
        told = {"of": counted["of"], "how": condition["op"]}
        told["number"] = text_of(condition, place=place)
        return told | _part_shown(counted["that"], counted["of"], place)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed; the menus always say something."""
        given = self.cleaned_data
        return not any(given.get(one) for one in ("of", "number", "part", "value"))

    def read(self, place: Place) -> Condition:
        """Return the condition that was typed; raises DocumentError."""
        given = self.cleaned_data
        that = self._that(place)
        if given["how"] not in _EACH:
            counted = {"count": {"of": given["of"], "that": that}, "op": given["how"]}
            return read_leaf(counted, given["number"], place=place)
        if that is None:
            raise place.at("that").at("op").refusal("say what has to hold for them")
        return {given["how"]: given["of"], "that": that}

    def _that(self, place: Place) -> Leaf | None:
        given = self.cleaned_data
        if not given["op"]:
            return None
        part = {"field": _below_item(given["part"]), "op": given["op"]}
        return read_leaf(
            part,
            given["value"],
            place=place,
            around=lambda leaf: _of(given["of"], leaf),
        )


def _of(name: str, that: Leaf) -> Leaf:
    return {"some": name, "that": that}


def _part_shown(that: Any, name: str, place: Place) -> dict[str, Any]:
    """Return what to type for what holds for the elements; a field at least."""
    if not isinstance(that, dict) or "field" not in that:
        return {"part": "", "op": "", "value": ""}
    text = text_of(that, place=place, around=lambda leaf: _of(name, leaf))
    field = that["field"].removeprefix(ITEM).removeprefix(".")
    shown = field if _below_item(field) == that["field"] else that["field"]
    return {"part": shown, "op": that["op"], "value": text}


def _below_item(part: str) -> str:
    """Return the field that is meant: of the element, unless it says of what else."""
    if part.partition(".")[0] in {ITEM, *ROOTS}:
        return part
    return f"{ITEM}.{part}" if part else ITEM
