"""The forms of the agents' pages. What must be in them, the services say too."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import get_current_timezone, localdate

from agents.models import OwnerRole
from governance.models import WorkflowVersion
from governance.services.clearances import MOST_DAYS
from tenants.models import Membership

_LONGEST = 2000
_USUAL_DAYS = 90
_LAST_SECOND = time(23, 59, 59)


class AgentForm(forms.Form):
    """What an agent is called, and what it is for."""

    name = forms.CharField(
        max_length=80,
        help_text="As people will say it: Invoice agent.",
        error_messages={"required": "Give it a name."},
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=_LONGEST,
        help_text="In a sentence or two, for somebody who has never seen it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it is for."},
    )


class PersonField(forms.TypedChoiceField):
    """Somebody who works here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, empty_value=None, **options)

    def offer(self, people: Sequence[Membership]) -> None:
        """Let these people be chosen."""
        self.choices = [
            ("", "Choose a person"),
            *((str(one.id), one.user.name) for one in people),
        ]


class RegisterForm(AgentForm):
    """A new agent, with who is to answer for it."""

    owner = PersonField(
        label="Responsible owner",
        required=False,
        help_text="Is asked to accept. Until somebody has, the agent may not act.",
    )
    deputy = PersonField(
        required=False,
        help_text="Is asked as well, and gets its incidents when there is no owner.",
    )

    def __init__(
        self, *args: Any, people: Sequence[Membership] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "deputy"):
            _person_field(self, name).offer(people)

    def clean_deputy(self) -> UUID | None:
        """Refuse one person in both places."""
        deputy: UUID | None = self.cleaned_data["deputy"]
        if deputy is not None and deputy == self.cleaned_data.get("owner"):
            raise forms.ValidationError("Choose somebody else than the owner.")
        return deputy


class NamingForm(forms.Form):
    """Who is to answer for an agent, in which place."""

    person = PersonField(error_messages={"required": "Choose a person."})
    role = forms.ChoiceField(label="As", choices=OwnerRole)
    decides = forms.CharField(
        label="What they may decide alone",
        max_length=_LONGEST,
        required=False,
        help_text="In a sentence: Everything up to 10,000 EUR.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, people: Sequence[Membership] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _person_field(self, "person").offer(people)


class LastDayForm(forms.Form):
    """With which day somebody's place ends."""

    until = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say which day is the last."},
    )

    @property
    def ends(self) -> datetime:
        """Return when that day is over, where the client is."""
        return end_of(self.cleaned_data["until"])


class MomentForm(forms.Form):
    """A moment of which somebody asks, by the client's clock."""

    at = forms.DateTimeField(
        label="On which day, at what time",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"required": "Say when."},
    )

    @property
    def moment(self) -> datetime:
        """Return the moment; aware, since the client's zone is active."""
        moment: datetime = self.cleaned_data["at"]
        return moment


class KeyForm(forms.Form):
    """What a key is called and when it ends."""

    name = forms.CharField(
        max_length=60,
        help_text="Where it will be kept: Production, or Bo's laptop.",
        error_messages={"required": "Give it a name, to know it by later."},
    )
    expires = forms.DateField(
        label="Last day",
        required=False,
        help_text="It works until that day is over. Empty: until it is revoked.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    # How many keys there were when the form was shown: one that is sent again, by a
    # reload or a second click, issues nothing.
    issued = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @property
    def ends(self) -> datetime | None:
        """Return when the key ends."""
        return _end_of(self.cleaned_data["expires"])


class EndForm(forms.Form):
    """How soon a key ends that another one replaces."""

    WITHIN = {
        "now": timedelta(0),
        "hour": timedelta(hours=1),
        "day": timedelta(days=1),
    }
    when = forms.ChoiceField(
        label="Let it end",
        choices=[("now", "Now"), ("hour", "In an hour"), ("day", "In a day")],
        initial="hour",
    )

    @property
    def within(self) -> timedelta:
        """Return in how long the key ends."""
        return self.WITHIN[self.cleaned_data["when"]]


class ClearanceForm(forms.Form):
    """For what an agent is cleared, and until when."""

    workflow = forms.ChoiceField(error_messages={"required": "Choose a workflow."})
    until = forms.DateField(
        help_text=f"The last day; at most {MOST_DAYS} days from now.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until when."},
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, versions: Sequence[WorkflowVersion] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {one.workflow.key: one for one in versions}
        field = self.fields["workflow"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Choose a workflow"), *map(_titled, versions)]

    @property
    def version(self) -> WorkflowVersion:
        """Return the version that was chosen: the current one of its workflow."""
        return self._versions[self.cleaned_data["workflow"]]

    @property
    def ends(self) -> datetime:
        """Return when the clearance ends: with its last day, where the client is."""
        end = _end_of(self.cleaned_data["until"])
        assert end is not None  # noqa: S101 - the field is required
        return end


def usual_end(now: datetime) -> date:
    """Return until when an agent is usually cleared."""
    return localdate(now) + timedelta(days=_USUAL_DAYS)


def _titled(version: WorkflowVersion) -> tuple[str, str]:
    return version.workflow.key, f"{version.workflow.title}, version {version.number}"


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else end_of(day)


def end_of(day: date) -> datetime:
    """Return the last moment of a day, where the client is."""
    return datetime.combine(day, _LAST_SECOND, tzinfo=get_current_timezone())


def _person_field(form: forms.Form, name: str) -> PersonField:
    field = form.fields[name]
    assert isinstance(field, PersonField)  # noqa: S101 - declared so
    return field
