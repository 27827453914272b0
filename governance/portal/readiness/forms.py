"""The forms of these pages. What must be in them, the services say too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from agents.models import Agent
from governance.engine.money import Money, is_currency
from governance.models.readiness import (
    LONGEST_DRILL_DAYS,
    LONGEST_GRACE_DAYS,
    LONGEST_KEPT_DAYS,
)
from governance.portal.fleet.forms import end_of
from governance.services import reviewing, waiving

_LONGEST = 2000


class AgentChoice(forms.Form):
    """The agent that is to work on the process."""

    agent = forms.TypedChoiceField(
        coerce=UUID,
        empty_value=None,
        error_messages={
            "required": "Choose an agent.",
            "invalid_choice": "Choose one of the agents.",
        },
    )

    def __init__(self, *args: Any, agents: Sequence[Agent] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agents = {one.id: one for one in agents}
        field: Any = self.fields["agent"]
        field.choices = [
            ("", "Choose an agent"),
            *((one.id, one.name) for one in agents),
        ]

    @property
    def chosen(self) -> Agent:
        """Return the agent that was chosen."""
        return self._agents[self.cleaned_data["agent"]]


class WaiverForm(forms.Form):
    """Why a gap may wait, and until when."""

    check = forms.CharField(max_length=60, widget=forms.HiddenInput)
    about = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why it may wait, with your name under it",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write why it may wait: it is kept in the ledger."},
    )
    until = forms.DateField(
        label="Last day",
        help_text=f"At most {waiving.MOST_DAYS} days from now.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until when."},
    )

    @property
    def ends(self) -> datetime:
        """Return when it ends: with its last day, where the client is."""
        return end_of(self.cleaned_data["until"])


class ReviewForm(forms.Form):
    """What somebody found who looked again, and when to look next."""

    found = forms.CharField(
        label="What you found",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what you found: it is kept in the ledger."},
    )
    days = forms.IntegerField(
        label="Look again in days",
        min_value=1,
        max_value=reviewing.MOST_DAYS,
        initial=90,
    )


class PolicyForm(forms.Form):
    """What holds for every process of the client."""

    grace_days = forms.IntegerField(
        label="Days that an overdue review is let pass",
        min_value=0,
        max_value=LONGEST_GRACE_DAYS,
        help_text="After that the clearance falls, and the agent stops.",
    )
    kept_days = forms.IntegerField(
        label="Days that the trace is kept",
        min_value=1,
        max_value=LONGEST_KEPT_DAYS,
        help_text="Nothing is removed from the trace before that. 3650 is ten years.",
        error_messages={"required": "Say how long the trace is kept."},
    )
    drill_days = forms.IntegerField(
        label="Days after which a halt drill is started",
        min_value=1,
        max_value=LONGEST_DRILL_DAYS,
        required=False,
        help_text="Within your working hours. Empty: only when somebody starts one.",
    )
    attest_amount = forms.DecimalField(
        label="Up to this amount, one person says what became of an unknown action",
        min_value=0,
        max_digits=19,
        decimal_places=4,
        required=False,
        help_text="Above it, two people have to find the same. Empty: one is enough.",
    )
    attest_currency = forms.CharField(
        label="in the currency",
        max_length=3,
        required=False,
        help_text="For example EUR. What is in another currency takes two people.",
    )

    @property
    def attest_alone(self) -> Money | None:
        """Return up to which amount one person's word is enough."""
        amount = self.cleaned_data["attest_amount"]
        if amount is None:
            return None
        return Money(amount, self.cleaned_data["attest_currency"])

    def clean(self) -> dict[str, Any]:
        """Ask for the currency of an amount, and for none without one."""
        given = super().clean() or {}
        currency = given.get("attest_currency", "").strip().upper()
        given["attest_currency"] = currency
        if given.get("attest_amount") is None:
            given["attest_currency"] = ""
        elif not is_currency(currency):
            told = "Write a currency as three letters, like EUR."
            self.add_error("attest_currency", told)
        return given

    def settled(self) -> dict[str, Any]:
        """Return what the service takes."""
        days = ("grace_days", "kept_days", "drill_days")
        found = {name: self.cleaned_data[name] for name in days}
        return found | {"attest_alone": self.attest_alone}
