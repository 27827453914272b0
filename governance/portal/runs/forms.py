"""Forms of an incident ticket. What must be in them, the services say."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.db import transaction

from tenants.errors import DomainError, Invalid, NotAllowed

_LONGEST = 5000
_STATUS = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
}


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


def submit(form: forms.Form, act: Callable[[], None]) -> HTTPStatus:
    """Do what a form asks for and return the status of the answer.

    What stands against it is then an error of the form, and nothing has been done.
    """
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction.atomic():
            act()
    except DomainError as error:
        form.add_error(
            error.field if error.field in form.fields else None, error.message
        )
        return _STATUS.get(type(error), HTTPStatus.CONFLICT)
    return HTTPStatus.OK
