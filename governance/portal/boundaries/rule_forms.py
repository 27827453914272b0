"""The form of a rule, which reads like the sentence that it makes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.engine.document import DocumentError
from governance.engine.options import Options
from governance.engine.reading import Place
from governance.engine.rules import read_rule
from governance.models import BoundaryRule, Effect, RuleStatus
from governance.portal.boundaries.limit_fields import (
    LimitFields,
    limit_from,
    limit_initial,
)
from governance.portal.boundaries.rows import (
    ALL,
    ANY,
    MOST_ROWS,
    WRITTEN,
    bound_rows,
    joined,
    row_of,
    shape_of,
    shown_rows,
)

_CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
_SPARE_ROWS = 2
# Where the form shows what the reader refuses, if not at the field of that name.
_AT = {"obligation": "group", "conditions": "written", "limit": "limit_most"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a rule of this client can be about, and whom it can ask."""

    agents: Mapping[str, str]
    groups: Sequence[str]
    lists: Mapping[str, Options]


class RuleForm(LimitFields):
    """When an agent in a workflow wants to do something, and ..., then ..."""

    title = forms.CharField(
        max_length=160, error_messages={"required": "Give it a title."}
    )
    key = forms.SlugField(
        max_length=60,
        help_text="For programs, like larger-payments. It never changes.",
        error_messages={"required": "Give it a key."},
    )
    subject = forms.ChoiceField(label="When")
    workflow = forms.CharField(
        label="in the workflow",
        max_length=80,
        initial="*",
        help_text="A star stands for any.",
        widget=forms.TextInput(attrs={**_CODE, "list": "workflows"}),
    )
    action = forms.CharField(
        label="wants to",
        max_length=80,
        help_text="The name of an action, like payment.send, or payment.* for all.",
        widget=forms.TextInput(attrs={**_CODE, "list": "actions"}),
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
        widget=forms.Textarea(attrs={**_CODE, "rows": 8, "data-editor": ""}),
    )
    effect = forms.ChoiceField(label="then it", choices=Effect)
    group = forms.ChoiceField(label="Ask", required=False)
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
    status = forms.ChoiceField(
        label="In the next version it is",
        choices=[one for one in RuleStatus.choices if one[0] != RuleStatus.RETIRED],
        initial=RuleStatus.DRAFT,
    )

    def __init__(
        self, *args: Any, choices: Choices, rule: BoundaryRule | None = None, **kw: Any
    ) -> None:
        self.place, self.rule = Place(lists=choices.lists), rule
        shape = shape_of(rule.conditions if rule else None, place=self.place)
        initial = _initial(rule) | {"join": shape.join, "written": shape.written}
        super().__init__(*args, **kw, initial=initial)  # type: ignore[misc]
        self._offer(choices, initial)
        if rule is not None:
            del self.fields["status"]
            self.fields["key"].disabled = True
        self.rows = (
            bound_rows(self.data, self._count())
            if self.is_bound
            else shown_rows(shape.rows, spare=_SPARE_ROWS)
        )

    def grow(self, kind: str) -> None:
        """Show one more row of a kind, with what was typed in the others."""
        if len(self.rows) < MOST_ROWS:
            self.rows.append(row_of(len(self.rows), kind))

    def clean(self) -> dict[str, Any]:
        """Read the rule as publishing would, and say at which field it does not."""
        given = super().clean() or {}
        if self._count() > MOST_ROWS:
            self.add_error(None, f"A rule has at most {MOST_ROWS} conditions.")
        given["conditions"] = self._conditions(given)
        if not self.errors and all(row.is_valid() for row in self.rows):
            try:
                read_rule(self._document(), place=self.place)
            except DocumentError as error:
                self._refuse(error)
        return given

    def members(self) -> dict[str, Any]:
        """Return what the rule says, by the names of its members."""
        given = self.cleaned_data
        asks = given["effect"] == Effect.CHECKPOINT
        names = ("group", "kind", "quorum", "minutes")
        obligation = {name: given[name] for name in names} if asks else None
        plain = ("title", "effect", "subject", "workflow", "action", "reason")
        return {
            **{name: given[name] for name in plain},
            "conditions": given["conditions"],
            "obligation": obligation,
            "limit": limit_from(given),
        }

    def _document(self) -> dict[str, Any]:
        key = self.cleaned_data["key"]
        return {**self.members(), "key": key, "number": 1, "observe": False}

    def _count(self) -> int:
        typed = str(self.data.get("count", ""))[:9]
        return int(typed) if typed.isascii() and typed.isdecimal() else 0

    def _conditions(self, given: Mapping[str, Any]) -> Any:
        if given.get("join") == WRITTEN:
            return self._written(given.get("written", ""))
        typed = [row for row in self.rows if row.is_valid() and not row.is_empty]
        read = [row.condition(place=self.place) for row in typed]
        parts = [one for one in read if one is not None]
        if any(row.errors for row in self.rows):
            self.add_error(None, "A condition cannot be read: see below.")
        before = self.rule.conditions if self.rule else None
        return joined(given.get("join", ALL), parts, before=before)

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

    def _offer(self, choices: Choices, initial: Mapping[str, Any]) -> None:
        agents = {"*": "any agent", **choices.agents}
        groups = {"": "nobody", **{name: name for name in choices.groups}}
        for name, offered in (("subject", agents), ("group", groups)):
            # What a rule names stays a choice, also when it is gone.
            now = initial.get(name) or ""
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
            field.choices = list({**({now: now} if now else {}), **offered}.items())


def _initial(rule: BoundaryRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    plain = ("title", "key", "subject", "workflow", "action", "effect", "reason")
    asked = {"quorum": 1, **(rule.obligation or {})} if rule.obligation else {}
    named = {name: getattr(rule, name) for name in plain}
    return named | asked | limit_initial(rule.limit)
