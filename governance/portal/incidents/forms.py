"""Forms of an incident ticket. What must be in them, the services say."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.models import Ticket
from governance.severity import Severity
from tenants.models import Membership

_LONGEST = 5000
_SEVERITIES = [(str(one.value), one.wording) for one in Severity]


def _words(label: str, hint: str = "", *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _severity(initial: int | None = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Severity",
        choices=_SEVERITIES,
        initial=None if initial is None else str(initial),
        error_messages={
            "required": "Say how severe it is.",
            "invalid_choice": "Choose one from 1 to 4.",
        },
    )


def _person(
    label: str, people: Iterable[Membership], initial: Membership | None = None
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(str(one.id), one.user.name) for one in people],
        initial=str(initial.id) if initial else None,
        error_messages={
            "required": "Name somebody.",
            "invalid_choice": "Name somebody who works here.",
        },
    )


class NoteForm(forms.Form):
    """A line for the ticket's timeline."""

    text = _words("What you found", "It is kept in the ledger, with your name.")


class MitigateForm(forms.Form):
    """What keeps it from becoming worse."""

    words = _words("What keeps it from becoming worse", rows=2)


class ResolveForm(forms.Form):
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


class RateForm(forms.Form):
    """How severe it is, and why."""

    reason = _words("Why", rows=2)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"] = _severity(ticket.severity)
        self.order_fields(["severity", "reason"])

    @property
    def severity(self) -> Severity:
        """What was chosen."""
        return Severity(int(self.cleaned_data["severity"]))


class HandOnForm(forms.Form):
    """Who has it from now on, and why."""

    reason = _words("Why", rows=2)

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _person("To", people)
        self.order_fields(["to", "reason"])


class DuplicateForm(forms.Form):
    """Which incident it is again."""

    of = forms.IntegerField(
        label="The same as incident number",
        min_value=1,
        max_value=2**31 - 1,
        error_messages={
            "required": "Write the number of the other incident.",
            "invalid": "There is no incident of this number.",
        },
    )


class TaskForm(forms.Form):
    """What is to be done because of it, by whom and when."""

    text = forms.CharField(
        label="What is to be done",
        max_length=400,
        error_messages={"required": "Say what is to be done."},
    )
    due_on = forms.DateField(
        label="By the end of",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Name a day.",
            "invalid": "Write a day like 2026-03-31.",
        },
    )

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _person("Who sees to it", people)
        self.order_fields(["text", "owner", "due_on"])


class TaskDoneForm(forms.Form):
    """Which task is done."""

    task = forms.UUIDField(error_messages={"required": "Name the task."})


class ReviewForm(forms.Form):
    """What was learnt."""

    happened = _words("What happened, in short")
    factors = _words(
        "What contributed to it",
        "Conditions, not culprits: what made it possible, or late to be seen.",
    )
    went_well = _words("What went well", rows=2)


class ReportForm(forms.Form):
    """An incident that a person opens."""

    title = forms.CharField(
        label="What is wrong, in a line",
        max_length=200,
        error_messages={"required": "Say in a line what is wrong."},
    )
    found = _words("What you found", "It is the first line on the timeline.")
    run = forms.IntegerField(
        label="The run it is about, if it is about one",
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        help_text="Its number. What it did until now is kept as evidence.",
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[Membership],
        by: Membership,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"] = _severity(Severity.MODERATE)
        self.fields["owner"] = _person("Who has it", people, by)
        self.order_fields(["title", "severity", "owner", "run", "found"])

    @property
    def severity(self) -> Severity:
        """What was chosen."""
        return Severity(int(self.cleaned_data["severity"]))
