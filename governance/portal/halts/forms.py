"""The forms of halts. What must be in them, the services say too."""

from django import forms

_LONGEST = 2000
# One click is enough to stop something: whoever has time writes more.
_AT_ONCE = "Stopped at once, to look at it."


def _reason(initial: str = "") -> forms.CharField:
    return forms.CharField(
        label="Why, for the ledger",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
        initial=initial,
    )


class HaltForm(forms.Form):
    """Why something is halted: a word is there already."""

    reason = _reason(initial=_AT_ONCE)


class LiftForm(forms.Form):
    """Why it may go on."""

    reason = _reason()


class SecondForm(forms.Form):
    """Whether lifting a halt takes two people."""

    demanded = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    @property
    def is_demanded(self) -> bool:
        """Return what was chosen."""
        return bool(self.cleaned_data["demanded"] == "yes")
