"""The forms of guardrails. What is acceptable, the services and the engine say."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from governance.models import Effect, Guardrail, RuleStatus

_LONGEST_REASON = 2000
_LONGEST_JSON = 50_000
_PLAIN = ("effect", "subject", "workflow", "action", "reason")
_WHY = "Write the reason: it is kept with what you write."
_EXAMPLE = '{"field": "parameters.amount", "op": "more_than", "value": {...}}'


def _text(**options: Any) -> forms.CharField:
    return forms.CharField(widget=UnfoldAdminTextInputWidget, **options)


def _long(**options: Any) -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"})
    return forms.CharField(widget=widget, **options)


class WhyForm(forms.Form):
    """Why the guardrails are published, and the hash of what was read."""

    why = _long(
        label="Why, for the record",
        max_length=_LONGEST_REASON,
        error_messages={"required": _WHY},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=80)


class GuardrailForm(forms.Form):
    """A guardrail: it refuses, or asks people of a group that clients must have."""

    key = _text(max_length=50, help_text="Like no-night-payments. It never changes.")
    title = _text(max_length=160)
    effect = forms.ChoiceField(
        widget=UnfoldAdminSelectWidget,
        choices=[one for one in Effect.choices if one[0] != Effect.ALLOW],
    )
    subject = _text(initial="*", help_text="A star for every agent, or an agent's id.")
    workflow = _text(initial="*", help_text="A star stands for any.")
    action = _text(help_text="Like payment.send, or payment.* for all of them.")
    conditions = _long(
        required=False,
        max_length=_LONGEST_JSON,
        label="Conditions, as JSON",
        help_text=f"Empty: always. A single one is like {_EXAMPLE}.",
    )
    obligation = _long(
        required=False,
        max_length=_LONGEST_JSON,
        label="Who is asked, as JSON",
        help_text='Like {"group": "Compliance", "kind": "four_eyes", "quorum": 1, '
        '"minutes": 1440}. A client without such a group is refused.',
    )
    limit = _long(
        required=False,
        max_length=_LONGEST_JSON,
        label="Limit, as JSON",
        help_text='Like {"count": 10, "per": ["agent.id"], "window": "day"}.',
    )
    reason = _long(required=False, max_length=1000, label="Reason, shown to people")
    status = forms.ChoiceField(
        widget=UnfoldAdminSelectWidget,
        label="In the next version it is",
        choices=RuleStatus,
        initial=RuleStatus.DRAFT,
    )
    why = _long(
        label="Why, for the record",
        max_length=_LONGEST_REASON,
        error_messages={"required": _WHY},
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, initial=0
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields["key"].disabled = True

    def clean_conditions(self) -> Any:
        """Return the conditions as they were written."""
        return self._json("conditions")

    def clean_obligation(self) -> Any:
        """Return the obligation as it was written."""
        return self._json("obligation")

    def clean_limit(self) -> Any:
        """Return the limit as it was written."""
        return self._json("limit")

    def members(self) -> dict[str, Any]:
        """Return what stands in a document beside key, number and title."""
        names = (*_PLAIN, "conditions", "obligation", "limit")
        return {name: self.cleaned_data[name] for name in names}

    def _json(self, name: str) -> Any:
        text = self.cleaned_data[name].strip()
        if not text:
            return None
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError("This is no JSON.") from error


def initial_of(row: Guardrail) -> dict[str, Any]:
    """Return what the form shows for a guardrail."""
    rule: Mapping[str, Any] = row.rule
    written = {
        name: json.dumps(rule[name], indent=2, ensure_ascii=False)
        for name in ("conditions", "obligation", "limit")
        if rule[name] is not None
    }
    plain = {name: rule[name] for name in _PLAIN}
    own = {"key": row.key, "title": row.title, "status": row.status}
    return {**plain, **written, **own, "revision": row.revision}
