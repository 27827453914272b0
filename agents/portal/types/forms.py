"""The form of a declaration: checked as the service checks, with every fault named."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms

from agents.compensation import check_compensation, check_counterpart
from agents.declarations import (
    Declaration,
    check_effect,
    check_lookups,
    check_parameters,
    check_phrase,
    check_words,
)
from agents.models import ActionType, EffectClass, Performer, Reversibility
from agents.portal.types.wording import compensation_lines, lookup_lines
from agents.schemas import read_json_object
from agents.selectors.connections import runners_in_use
from agents.selectors.declared import current_action_type
from tenants.errors import Invalid

T = TypeVar("T")

_LOOKUP = re.compile(r"([a-z_][a-z0-9_]*) *: *([a-z0-9_-]+) +by +([A-Za-z0-9_.-]+)")
_FILLED = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*) *: *([A-Za-z0-9_.-]+)")
_CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
# What the services call a field, where the form has another word for it.
_FIELDS = {
    "probe": "probe_path",
    "probe.path": "probe_path",
    "probe.settle_seconds": "settle_seconds",
    "compensation": "undone_by",
}


class DeclarationForm(forms.Form):
    """What an action type says about itself."""

    name = forms.CharField(
        label="Name",
        widget=forms.TextInput(attrs=_CODE),
        help_text="For rules and programs, like payment.send. It stays the same in "
        "every version.",
    )
    title = forms.CharField(label="Title", help_text="For people: Pay an invoice.")
    phrase = forms.CharField(
        label="Phrase",
        help_text="What it does, after “wants to”: pay {amount} to {supplier}. The "
        "name of a parameter in braces stands for its value.",
    )
    schema = forms.CharField(
        label="Parameters, as JSON Schema",
        widget=forms.Textarea(attrs={**_CODE, "rows": 18, "data-editor": ""}),
        help_text="What an agent has to send. Anything else is refused before a rule "
        "is asked.",
    )
    effect_class = forms.ChoiceField(
        label="If its answer is lost",
        choices=[
            (EffectClass.PURE, "Nothing can have happened: try again"),
            (EffectClass.IDEMPOTENT, "The target knows a repetition: send it again"),
            (EffectClass.QUERYABLE, "The target can be asked: ask it"),
            (EffectClass.UNSAFE, "Neither: a person finds out"),
        ],
        initial=EffectClass.UNSAFE,
        help_text="A connection may break after something was sent. This decides what "
        "follows; where in doubt, choose the last.",
    )
    reversibility = forms.ChoiceField(
        label="Can it be undone?",
        choices=Reversibility.choices,
        initial=Reversibility.IRREVERSIBLE,
        help_text="Shown to whoever has to approve it.",
    )
    performer = forms.ChoiceField(
        label="Who carries it out",
        choices=Performer.choices,
        initial=Performer.PLATFORM,
        help_text="The platform sends it over a connection. An agent that does it by "
        "itself gets a signed permit, once and for a short time.",
    )
    runner = forms.TypedChoiceField(
        label="Connection",
        required=False,
        empty_value=None,
        help_text="Over which the platform carries it out, or asks about it.",
    )
    probe_path = forms.CharField(
        label="Where the target is asked",
        required=False,
        widget=forms.TextInput(attrs=_CODE),
        help_text="A path at the same host with {intent} in it, like "
        "/intents/{intent}. Only for targets that can be asked.",
    )
    settle_seconds = forms.IntegerField(
        label="Seconds before it is asked",
        initial=0,
        help_text="How long the target takes to know.",
    )
    undone_by = forms.CharField(
        label="What undoes it",
        required=False,
        widget=forms.TextInput(attrs=_CODE),
        help_text="The name of another action type, like payment.recall, by which "
        "Remit undoes it if a run stops midway. Empty where a person has to.",
    )
    undone_with = forms.CharField(
        label="With which values",
        required=False,
        widget=forms.Textarea(attrs={**_CODE, "rows": 2}),
        help_text="A line for each parameter of that, and where its value stands here, "
        "as in payment: intent or amount: amount. It is a parameter, a part of one, "
        "resource.id, or intent: the id that the target was given.",
    )
    repeat_seconds = forms.IntegerField(
        label="Seconds that the target knows a repetition",
        initial=24 * 3600,
        help_text="Afterwards nothing is sent again. 86400 is a day.",
    )
    permit_seconds = forms.IntegerField(
        label="Seconds that a permit lasts",
        initial=120,
        help_text="How long an agent has to do it and to say so: 5 to 86400.",
    )
    lookups = forms.CharField(
        label="What the platform looks up itself",
        required=False,
        widget=forms.Textarea(attrs={**_CODE, "rows": 2}),
        help_text="A line each: what rules call it, the register, and where the key of "
        "the record stands, as in supplier: suppliers by supplier_id. It is a "
        "parameter, a part of one (supplier.id) or resource.id.",
    )

    def __init__(self, *args: Any, after: ActionType | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.after = after
        runners = {str(one.id): one for one in runners_in_use()}
        field = self.fields["runner"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - see above
        field.choices = [
            ("", "none"),
            *((key, str(one)) for key, one in runners.items()),
        ]
        field.coerce = runners.__getitem__
        if after is not None:
            # Every version has the same name, whatever is sent.
            self.fields["name"].disabled = True
            self.initial["name"] = after.name

    def clean(self) -> dict[str, Any]:
        """Name everything that does not fit together."""
        given = super().clean() or {}
        if not {"name", "title"} - given.keys():
            self._try(lambda: check_words(given["name"], given["title"]))
        given["read_schema"] = self._schema(given.get("schema"))
        given["read_lookups"] = self._try(lambda: _lookups(given.get("lookups", "")))
        if (schema := given["read_schema"]) is not None:
            if "phrase" in given:
                self._try(lambda: check_phrase(given["phrase"], schema))
            self._try(lambda: check_lookups(given["read_lookups"] or {}, schema))
        given["read_compensation"] = self._compensation(given)
        if not self._numbers - given.keys():
            self._try(lambda: check_effect(self.declaration(), given.get("runner")))
        return given

    _numbers = frozenset(
        {
            *("effect_class", "reversibility", "performer"),
            *("settle_seconds", "repeat_seconds", "permit_seconds"),
        }
    )

    def declaration(self) -> Declaration:
        """Return what was declared, as far as it is there."""
        given = self.cleaned_data
        return Declaration(
            name=given.get("name", ""),
            title=given.get("title", ""),
            phrase=given.get("phrase", ""),
            schema=given["read_schema"] or {},
            reversibility=Reversibility(given["reversibility"]),
            effect_class=EffectClass(given["effect_class"]),
            lookups=given["read_lookups"] or {},
            performer=Performer(given["performer"]),
            probe=_probe(given.get("probe_path", ""), given["settle_seconds"]),
            compensation=given["read_compensation"] or {},
            repeat_seconds=given["repeat_seconds"],
            permit_seconds=given["permit_seconds"],
        )

    @property
    def read_schema(self) -> dict[str, Any] | None:
        """Return the schema, or None where it is not acceptable."""
        found: dict[str, Any] | None = self.cleaned_data["read_schema"]
        return found

    def _schema(self, text: str | None) -> dict[str, Any] | None:
        if text is None:
            return None

        def read() -> dict[str, Any]:
            schema = read_json_object(text, field="schema")
            check_parameters(schema)
            return schema

        return self._try(read)

    def _compensation(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        def read() -> dict[str, Any]:
            named = given.get("undone_by", "")
            found = _compensation(named, given.get("undone_with", ""))
            undoable = Reversibility(given["reversibility"])
            check_compensation(found, given["read_schema"] or {}, undoable)
            check_counterpart(found, current_action_type(named) if named else None)
            return found

        return self._try(read) if given.get("reversibility") else None

    def _try(self, check: Callable[[], T]) -> T | None:
        try:
            return check()
        except Invalid as error:
            self.add_error(_FIELDS.get(error.field, error.field), error.message)
            return None


def fields_of(one: ActionType) -> dict[str, Any]:
    """Return the form's fields as a version has them."""
    return {
        "title": one.title,
        "phrase": one.phrase,
        "schema": as_text(one.schema),
        "effect_class": one.effect_class,
        "reversibility": one.reversibility,
        "performer": one.performer,
        "runner": str(one.runner_id or ""),
        "probe_path": one.probe.get("path", ""),
        "settle_seconds": one.probe.get("settle_seconds", 0),
        "undone_by": one.compensation.get("action", ""),
        "undone_with": "\n".join(compensation_lines(one.compensation)),
        "repeat_seconds": one.repeat_seconds,
        "permit_seconds": one.permit_seconds,
        "lookups": "\n".join(lookup_lines(one.lookups)),
    }


def as_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as people write it."""
    return json.dumps(schema, indent=2, ensure_ascii=False)


def _probe(path: str, settle_seconds: int) -> dict[str, Any]:
    return {"path": path, "settle_seconds": settle_seconds} if path else {}


def _compensation(action: str, text: str) -> dict[str, Any]:
    filled = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _FILLED.fullmatch(line.strip())
        if match is None:
            told = f"Line {number} is not like amount: amount."
            raise Invalid(told, field="undone_with")
        filled[match[1]] = match[2]
    if filled and not action:
        raise Invalid("Name the action that undoes it.", field="undone_by")
    return {"action": action, "parameters": filled} if action else {}


def _lookups(text: str) -> dict[str, Any]:
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LOOKUP.fullmatch(line.strip())
        if match is None:
            told = f"Line {number} is not like supplier: suppliers by supplier_id."
            raise Invalid(told, field="lookups")
        name, register, key = match.groups()
        found[name] = {"register": register, "key": key}
    return found
