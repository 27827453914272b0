"""The forms that many pages have: why, and whether something is demanded."""

from django import forms

_LONGEST = 2000


class ReasonForm(forms.Form):
    """Why something is halted, revoked, or let go on."""

    reason = forms.CharField(
        label="Why, for the ledger",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
    )


class DemandForm(forms.Form):
    """Whether the client demands something: a second person, a second factor."""

    demanded = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    @property
    def is_demanded(self) -> bool:
        """Return what was chosen."""
        return bool(self.cleaned_data["demanded"] == "yes")
