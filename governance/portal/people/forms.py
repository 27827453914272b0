"""The forms about people. What must be in them, the services say."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import get_current_timezone

from governance.portal.fleet.forms import PersonField, end_of
from tenants.models import Group, Membership, Role

_ROLE_HELP = (
    "An admin decides about people and lifts halts; an operator looks after runs and "
    "incidents, and halts; an auditor and a member read. Whoever is in a group "
    "answers for it, whatever the role."
)


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail", help_text="The invitation is sent there, and works only there."
    )
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        initial=Role.MEMBER.value,
        help_text=_ROLE_HELP,
    )


class AbsenceForm(forms.Form):
    """From which day until which somebody is away."""

    since = forms.DateField(
        label="First day away",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say from when on."},
    )
    until = forms.DateField(
        label="Last day away",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until when."},
    )

    @property
    def begins(self) -> datetime:
        """Return when the first day begins, where the client is."""
        first: date = self.cleaned_data["since"]
        return datetime.combine(first, time.min, tzinfo=get_current_timezone())

    @property
    def ends(self) -> datetime:
        """Return when the last day is over, where the client is."""
        return end_of(self.cleaned_data["until"])


class DelegationForm(AbsenceForm):
    """Who answers in somebody's place, from which day until which."""

    to = PersonField(
        label="Who answers meanwhile", error_messages={"required": "Choose a person."}
    )
    field_order = ("to", "since", "until")

    def __init__(
        self, typed: QueryDict | None = None, *, people: Sequence[Membership]
    ) -> None:
        # Beside the form of absences, which has the same fields.
        super().__init__(typed, auto_id="delegate_%s")
        self.fields["since"].label, self.fields["until"].label = "First day", "Last day"
        chosen = self.fields["to"]
        assert isinstance(chosen, PersonField)  # noqa: S101 - declared above
        chosen.offer(people)


class RoleForm(forms.Form):
    """As what somebody works here."""

    role = forms.ChoiceField(
        label="Works here as", choices=Role.choices, help_text=_ROLE_HELP
    )


class GroupForm(forms.Form):
    """What a group is called."""

    name = forms.CharField(label="Name of the group", max_length=80)


class MemberForm(forms.Form):
    """Who is put into a group, or taken out of it."""

    person = forms.UUIDField(label="Person", widget=forms.Select)

    def __init__(
        self, *args: Any, people: Sequence[Membership] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["person"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - declared above
        widget.choices = [(one.id, one.user.name) for one in people]


def named(group: Group | None) -> GroupForm:
    """Return the form of a group's name, with the one it has."""
    return GroupForm(initial={"name": group.name if group else ""})
