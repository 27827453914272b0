"""The forms of guardrails. What is acceptable, the services and the engine say."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from governance.admin.guardrails.widgets import dress
from governance.engine.reading import Place
from governance.forms.sentence import RuleSentence
from governance.models import Effect, Guardrail, RuleStatus

_LONGEST_REASON = 2000
_WHY = "Write the reason: it is kept with what you write."


def _why() -> forms.CharField:
    return forms.CharField(
        label="Why, for the record",
        max_length=_LONGEST_REASON,
        error_messages={"required": _WHY},
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class WhyForm(forms.Form):
    """Why the guardrails are published, and the hash of what was read."""

    why = _why()
    shown = forms.CharField(widget=forms.HiddenInput, max_length=80)


class GuardrailForm(RuleSentence):
    """A guardrail: it refuses, or asks people of a group that clients must have."""

    guardrail = True

    title = forms.CharField(max_length=160)
    key = forms.CharField(
        max_length=50, help_text="Like no-night-payments. It never changes."
    )
    subject = forms.CharField(
        label="When",
        initial="*",
        max_length=80,
        help_text="A star for every agent, or an agent's id.",
    )
    effect = forms.ChoiceField(
        label="then it",
        choices=[one for one in Effect.choices if one[0] != Effect.ALLOW],
    )
    group = forms.CharField(
        label="Ask",
        required=False,
        max_length=80,
        help_text="A group by its name. A client without such a group is refused.",
    )
    status = forms.ChoiceField(
        label="In the next version it is",
        choices=RuleStatus,
        initial=RuleStatus.DRAFT,
    )
    why = _why()
    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000, initial=0
    )

    def __init__(
        self, *args: Any, row: Guardrail | None = None, more: str = ""
    ) -> None:
        own = {name: getattr(row, name) for name in _OWN} if row else {}
        rule = row.rule if row else None
        super().__init__(*args, place=Place(), rule=rule, initial=own, more=more)
        self.fields["key"].disabled = row is not None
        for form in (self, *self.rows):
            dress(form)


_OWN = ("key", "title", "status", "revision")
