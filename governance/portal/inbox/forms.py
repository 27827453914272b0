"""The answer to a checkpoint."""

from typing import Any

from django import forms

from governance.models import RefusalCause
from governance.services.checkpoints import MIN_REASON

_LONGEST = 2000


class AnswerForm(forms.Form):
    """Yes or no, and why. Nothing is filled in or chosen beforehand."""

    use_required_attribute = True

    reason = forms.CharField(
        label="Your reason, kept in the ledger",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "minlength": MIN_REASON}),
        error_messages={"required": "Write your reason: it is kept in the ledger."},
    )
    cause = forms.ChoiceField(
        label="If you refuse, because",
        required=False,
        choices=[("", "Choose, if you refuse"), *RefusalCause.choices],
        error_messages={"invalid_choice": "Choose one of these."},
    )
    answer = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        error_messages={
            "required": "Approve or refuse.",
            "invalid_choice": "Approve or refuse: there is no other answer.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """Have who refuses choose why: what is counted is not guessed from words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuses = cleaned.get("answer") == "refuse"
        if refuses and "cause" in cleaned and not cleaned["cause"]:
            self.add_error("cause", "Choose why you refuse.")
        return cleaned
