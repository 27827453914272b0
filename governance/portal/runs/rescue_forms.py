"""What a person decides about a run that stopped, and writes about what they did."""

from django import forms

from governance.models import Decided
from governance.portal.asking import ReasonForm
from governance.selectors.rescues import CheckItem, Rescuing

_LONGEST = 2000
_BY_HAND = Decided.BY_HAND


class RescueForm(ReasonForm):
    """What becomes of a run that stopped, and why."""

    decided = forms.ChoiceField(
        choices=Decided.choices,
        error_messages={"required": "Choose what becomes of it."},
    )


def words_field(asked: str) -> forms.CharField:
    """Return the field in which somebody writes what they did, or why they did not."""
    return forms.CharField(
        label=asked,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write that: it is kept in the ledger."},
    )


class DoneForm(forms.Form):
    """Whether a person did something, or left it out."""

    done = forms.ChoiceField(
        choices=[("yes", "It is done"), ("no", "It is left out")],
        error_messages={"required": "Say whether it is done."},
    )

    @property
    def is_done(self) -> bool:
        """Whether it was done, and not left out."""
        return bool(self.cleaned_data["done"] == "yes")


class HandedForm(DoneForm):
    """What was done of a step, or why it was left out."""

    words = words_field("What you did and where one sees it, or why it is left out")
    step = forms.CharField(max_length=60, widget=forms.HiddenInput)


def handed_forms(
    found: Rescuing | None, sent: forms.Form | None
) -> list[tuple[CheckItem, HandedForm]]:
    """Return the steps that people do, each with its form, as it was sent if it was."""
    if found is None or found.decided is None or found.decided.decided != _BY_HAND:
        return []
    last = sent if isinstance(sent, HandedForm) else None
    return [(item, _handed_form(item.step.key, last)) for item in found.items]


def _handed_form(key: str, sent: HandedForm | None) -> HandedForm:
    if sent is not None and sent.data.get("step") == key:
        return sent
    return HandedForm(initial={"step": key}, auto_id=f"id_{key}_%s")
