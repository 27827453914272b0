"""What every row of a rule's form has, whatever its condition is about."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms

from governance.engine.document import DocumentError
from governance.engine.operators import OPERATORS, Operator
from governance.engine.reading import Place

Condition = dict[str, Any]
_LONGEST_VALUE = 5000
_OFFERED = {"list": "fields", "autocomplete": "off", "autocapitalize": "off"}


def typed(label: str, **options: Any) -> forms.CharField:
    """Return a field for what may be left empty."""
    return forms.CharField(
        label=label, required=False, max_length=_LONGEST_VALUE, **options
    )


def field_name(label: str, **options: Any) -> forms.CharField:
    """Return a field for the name of a field, of which the page offers some."""
    return typed(label, widget=forms.TextInput(attrs=_OFFERED), **options)


def menu(label: str, **options: Any) -> forms.ChoiceField:
    """Return a field for one of several."""
    return forms.ChoiceField(label=label, required=False, **options)


def operators() -> list[tuple[str, str]]:
    """Return the operators for a menu, as the sentence goes on: "is at most ..."."""
    return [(name, _said(one)) for name, one in OPERATORS.items()]


def size_operators() -> list[tuple[str, str]]:
    """Return those that judge how many, or how much."""
    sizes = {"size", "range"}
    return [one for one in operators() if OPERATORS[one[0]].takes in sizes]


def _said(operator: Operator) -> str:
    told = operator.says.demands.format(expected="…", other="field …")
    # "is EUR, NOK or SEK" reads well in a sentence, and says nothing in a menu.
    return told.replace("…", "one of …") if operator.takes == "options" else told


class RowForm(forms.Form):
    """One condition; the kinds of rows differ by what it is about.

    ``page`` is the template of the row's fields; ``at`` says at which of them stands
    what the engine refuses, by the path in the condition.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    page: ClassVar[str]
    at: ClassVar[Mapping[str, str]]

    about = forms.CharField(required=False, widget=forms.HiddenInput)
    negated = forms.BooleanField(label="The opposite", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        shown = {"about": self.kind, **(initial or {})}
        # "The opposite" comes last, as in the sentence of the pages.
        order = list(dict.fromkeys(self.at.values()))
        super().__init__(data, prefix=prefix, initial=shown, field_order=order)

    @classmethod
    def shown(cls, condition: Condition, *, place: Place) -> dict[str, Any] | None:
        """Return what to type for a condition; None where it is of another kind."""
        raise NotImplementedError

    def read(self, place: Place) -> Condition:
        """Return the condition that was typed, "not" aside; raises DocumentError."""
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed that a condition is made of."""
        given = self.cleaned_data
        return not any(given.get(name) for name in self.at.values())

    def condition(self, *, place: Place) -> Condition | None:
        """Return the condition; None where it does not read, and the row says why."""
        try:
            read = self.read(place)
        except DocumentError as error:
            self.add_error(self._field_of(error.path), error.problem)
            return None
        return {"not": read} if self.cleaned_data["negated"] else read

    def _field_of(self, path: str) -> str:
        known = (self.at[one] for one in _outwards(path) if one in self.at)
        return next(known, next(iter(self.at.values())))


def _outwards(path: str) -> Iterator[str]:
    """Yield "history.per" and "history" for "history.per[0]"."""
    parts = path.replace("[", ".").split(".")
    while parts:
        yield ".".join(parts)
        parts.pop()
