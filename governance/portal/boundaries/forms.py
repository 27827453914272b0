"""The forms of these pages beside the rule's own."""

from typing import Any

from django import forms

from governance.models import RuleStatus
from governance.services.boundaries.proposing import LONGEST_REASON


class PublishForm(forms.Form):
    """Why these rules are next, and the hash of what was read."""

    reason = forms.CharField(
        label="What is this change for?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=80)


class SureForm(forms.Form):
    """A button that says what it does."""

    sure = forms.CharField(widget=forms.HiddenInput, max_length=10)


class StatusForm(forms.Form):
    """What a rule will be in the next version."""

    status = forms.ChoiceField(label="In the next version", choices=RuleStatus)

    @property
    def chosen(self) -> RuleStatus:
        """Return what was chosen."""
        return RuleStatus(self.cleaned_data["status"])


class ListForm(forms.Form):
    """A named list."""

    name = forms.CharField(
        max_length=40,
        help_text="For conditions, like approved-suppliers. It never changes.",
        widget=forms.TextInput(attrs={"autocapitalize": "off"}),
        error_messages={"required": "Give it a name."},
    )
    title = forms.CharField(
        max_length=120,
        help_text="For people: Approved suppliers.",
        error_messages={"required": "Give it a title."},
    )
    entries = forms.CharField(
        required=False,
        strip=False,
        help_text="One entry a line. Upper and lower case do not matter.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields["name"].disabled = True

    @property
    def lines(self) -> list[str]:
        """Return the entries, as they were typed."""
        return str(self.cleaned_data["entries"]).splitlines()
