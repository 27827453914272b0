"""The forms of these pages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from agents.models import Agent
from governance.services.replays import DAYS, MOST_DAYS

CURRENT, DRAFT = "current", "draft"


class TryForm(forms.Form):
    """Who would ask, where, and which rules are asked."""

    rules = forms.ChoiceField(
        label="Which rules",
        choices=[(DRAFT, "As they are being written"), (CURRENT, "As they are now")],
    )
    agent = forms.TypedChoiceField(label="Which agent would ask", coerce=UUID)
    workflow = forms.ChoiceField(label="In which workflow")
    step = forms.CharField(max_length=60, required=False, label="Step, if any")
    resource_type = forms.CharField(
        max_length=60, required=False, label="Kind of thing it is about"
    )
    resource_id = forms.CharField(max_length=200, required=False, label="Its id")
    # Drawn from the schema of the action, and read from it.
    parameters = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, agents: Iterable[Agent], workflows: Iterable[str], **kw: Any
    ) -> None:
        """Offer these agents and workflows."""
        super().__init__(*args, **kw)
        people: Any = self.fields["agent"]
        people.choices = [(str(one.id), one.name) for one in agents]
        places: Any = self.fields["workflow"]
        places.choices = [(key, key) for key in workflows]


class ReplayForm(forms.Form):
    """How far to look back."""

    days = forms.IntegerField(
        label="Days to look back",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        error_messages={"required": "Say how many days."},
    )
