"""The form of halting and lifting. What must be in it, the services say."""

from django import forms

_LONGEST = 2000


class ReasonForm(forms.Form):
    """Why an agent is halted, or why its halt is lifted."""

    reason = forms.CharField(
        label="Why, for the ledger",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
    )
