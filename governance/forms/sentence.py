"""A rule as a form that reads like the sentence that it makes."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from governance.engine.document import DocumentError
from governance.engine.reading import Place
from governance.engine.rules import read_rule
from governance.forms.limit import LimitFields, limit_from, limit_initial
from governance.forms.rows import (
    ALL,
    ANY,
    MOST_ROWS,
    WRITTEN,
    bound_rows,
    joined,
    shape_of,
    shown_rows,
)
from governance.models import Effect

CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
_SPARE_ROWS = 2
# Where the form shows what the reader refuses, if not at the field of that name.
_AT = {"obligation": "group", "conditions": "written", "limit": "limit_most"}
_PLAIN = ("effect", "subject", "workflow", "action", "reason")


class RuleSentence(LimitFields):
    """When an agent in a workflow wants to do something, and ..., then ...

    Whoever inherits it has the fields ``title``, ``subject`` and ``group``, as choices
    or as text, and says whether the rule is a ``guardrail``. With ``more``, a kind of
    row, what was typed is shown with one more row and nothing is judged: whoever asks
    for a row is still writing.
    """

    guardrail: ClassVar[bool] = False

    workflow = forms.CharField(
        label="in the workflow",
        max_length=80,
        initial="*",
        help_text="A star stands for any.",
        widget=forms.TextInput(attrs={**CODE, "list": "workflows"}),
    )
    action = forms.CharField(
        label="wants to",
        max_length=80,
        help_text="The name of an action, like payment.send, or payment.* for all.",
        widget=forms.TextInput(attrs={**CODE, "list": "actions"}),
    )
    join = forms.ChoiceField(
        label="and",
        choices=[
            (ALL, "all of this holds"),
            (ANY, "any of this holds"),
            (WRITTEN, "what is written as JSON below holds"),
        ],
    )
    written = forms.CharField(
        label="Conditions, as JSON",
        required=False,
        max_length=50_000,
        help_text="For conditions inside of conditions, up to four deep.",
        widget=forms.Textarea(attrs={**CODE, "rows": 8, "data-editor": ""}),
    )
    effect = forms.ChoiceField(label="then it", choices=Effect)
    kind = forms.ChoiceField(
        label="as",
        required=False,
        choices=[
            ("confirm", "any of them"),
            ("four_eyes", "somebody who does not own the agent"),
        ],
    )
    quorum = forms.IntegerField(label="How many people", required=False, initial=1)
    minutes = forms.IntegerField(
        label="Minutes to answer", required=False, initial=24 * 60
    )
    reason = forms.CharField(
        label="because",
        required=False,
        max_length=1000,
        help_text="Shown to whoever is refused or asked.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        place: Place,
        rule: Mapping[str, Any] | None,
        initial: Mapping[str, Any],
        more: str = "",
    ) -> None:
        self.place, self._before = place, rule["conditions"] if rule else None
        shape = shape_of(self._before, place=place)
        shown = {**_initial(rule), "join": shape.join, "written": shape.written}
        typed, shown = data or {}, shown | dict(initial)
        if more:
            names = self.base_fields.keys() & typed.keys()
            shown |= {name: typed[name] for name in names}
        super().__init__(None if more else data, initial=shown)
        self.rows = (
            shown_rows(shape.rows, spare=_SPARE_ROWS)
            if data is None
            else bound_rows(typed, _count(typed), more=more)
        )

    def clean(self) -> dict[str, Any]:
        """Read the rule as publishing would, and say at which field it does not."""
        given = super().clean() or {}
        if _count(self.data) > MOST_ROWS:
            self.add_error(None, f"A rule has at most {MOST_ROWS} conditions.")
        given["conditions"] = self._conditions(given)
        if not self.errors and all(row.is_valid() for row in self.rows):
            try:
                self._read()
            except DocumentError as error:
                self._refuse(error)
        return given

    def members(self) -> dict[str, Any]:
        """Return what the rule says, by the names of its members, but for its title."""
        given = self.cleaned_data
        asks = given["effect"] == Effect.CHECKPOINT
        names = ("group", "kind", "quorum", "minutes")
        return {
            **{name: given[name] for name in _PLAIN},
            "conditions": given["conditions"],
            "obligation": {name: given[name] for name in names} if asks else None,
            "limit": limit_from(given),
        }

    def _read(self) -> None:
        named = {"key": "rule", "number": 1, "title": self.cleaned_data["title"]}
        whole = {**self.members(), **named, "observe": False}
        read_rule(whole, place=self.place, guardrail=self.guardrail)

    def _conditions(self, given: Mapping[str, Any]) -> Any:
        if given.get("join") == WRITTEN:
            return self._written(given.get("written", ""))
        typed = [row for row in self.rows if row.is_valid() and not row.is_empty]
        read = [row.condition(place=self.place) for row in typed]
        parts = [one for one in read if one is not None]
        if any(row.errors for row in self.rows):
            self.add_error(None, "A condition cannot be read: see below.")
        return joined(given.get("join", ALL), parts, before=self._before)

    def _written(self, text: str) -> Any:
        if not text.strip():
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            self.add_error("written", "This is no JSON.")
            return None

    def _refuse(self, error: DocumentError) -> None:
        member = error.path.partition(".")[0].partition("[")[0]
        inside = error.path.removeprefix(member).lstrip(".")
        field = inside if inside in self.fields else _AT.get(member, member)
        told = f"{inside}: {error.problem}" if inside else error.problem
        self.add_error(field if field in self.fields else None, told)


def _count(typed: Mapping[str, Any]) -> int:
    told = str(typed.get("count", ""))[:9]
    return int(told) if told.isascii() and told.isdecimal() else 0


def _initial(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    if rule is None:
        return {}
    asked = {"quorum": 1, **rule["obligation"]} if rule["obligation"] else {}
    plain = {name: rule[name] for name in _PLAIN}
    return plain | asked | limit_initial(rule["limit"])
