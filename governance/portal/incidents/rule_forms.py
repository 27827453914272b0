"""The form of a rule that is drafted because of an incident."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.engine.suggesting import Suggestion
from governance.models import Effect, Ticket


class RuleFromTicketForm(forms.Form):
    """What shall be otherwise with actions like the one of an incident."""

    effect = forms.ChoiceField(
        label="From now on, such an action",
        choices=[
            (Effect.CHECKPOINT.value, "waits for a person"),
            (Effect.DENY.value, "is forbidden"),
        ],
        error_messages={"required": "Say what becomes of it."},
    )
    title = forms.CharField(
        label="What the rule is called",
        max_length=160,
        error_messages={"required": "Give it a title."},
    )
    reason = forms.CharField(
        label="Why, for whoever is asked or refused",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a sentence."},
    )

    def __init__(
        self,
        *args: Any,
        ticket: Ticket,
        groups: Iterable[str],
        offered: Iterable[Suggestion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = f"Because of incident {ticket.number}"
        self.fields["group"] = forms.ChoiceField(
            label="Who is asked, where it waits",
            choices=[("", "Nobody"), *((name, name) for name in groups)],
            required=False,
            error_messages={"invalid_choice": "Choose one of the groups."},
        )
        self.fields["fields"] = forms.MultipleChoiceField(
            label="Where all of this holds, as it did",
            choices=[(one.field, one.said) for one in offered],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Nothing chosen: it is about every action of this type.",
            error_messages={"invalid_choice": "Choose what holds for this action."},
        )
        whose = [("*", "any agent")]
        if ticket.agent is not None:
            whose.append((str(ticket.agent_id), f"{ticket.agent.name} alone"))
        self.fields["agent"] = forms.ChoiceField(
            label="Of",
            choices=whose,
            error_messages={"invalid_choice": "Choose one of these."},
        )
        order = ["effect", "group", "agent", "fields", "title", "reason"]
        self.order_fields(order)
