"""The answer to a checkpoint."""

from django import forms

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
    answer = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        error_messages={
            "required": "Approve or refuse.",
            "invalid_choice": "Approve or refuse: there is no other answer.",
        },
    )
