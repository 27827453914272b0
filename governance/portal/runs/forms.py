"""Forms of an incident ticket. What must be in them, the services say."""

from django import forms

_LONGEST = 5000


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """A line for the ticket's timeline."""

    text = _words("What you found", "It is kept in the ledger, with your name.")


class CloseForm(forms.Form):
    """How the ticket was resolved."""

    resolution = _words(
        "How it was resolved", "The next person who meets this learns from it."
    )


class AttestForm(forms.Form):
    """What a person found out, and the act that says so."""

    evidence = _words(
        "What you saw, and where",
        "For example: the account statement of 4 March shows the payment.",
    )
    happened = forms.ChoiceField(
        choices=[("yes", "It happened"), ("no", "It did not happen")],
        error_messages={"required": "Say whether it happened."},
    )

    @property
    def says_happened(self) -> bool:
        """Whether the person says that it happened."""
        return bool(self.cleaned_data["happened"] == "yes")
