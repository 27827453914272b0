"""The form of who is told of what waits for a group, and when: a row for each step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from governance.escalation import LAST_SHARE, MOST_STEPS, Place, Step, Target
from tenants.models import Group, Membership

_NOBODY = Step(0, ())


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one step; the first is told at once, and has no share."""

    number: int
    after: BoundField | None
    whom: BoundField
    person: BoundField
    team: BoundField


class EscalationForm(forms.Form):
    """The steps. Rows that tell nobody are left out."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        group: Group,
        people: Sequence[Membership],
        groups: Sequence[Group],
        steps: Sequence[Step] = (),
        seen: int = 0,
    ) -> None:
        super().__init__(typed, initial={"seen": seen})
        places = [
            (Place.GROUP.value, group.name),
            (Place.OWNER.value, "Who answers for the agent"),
            (Place.DEPUTY.value, "Their deputy"),
            (Place.ADMIN.value, "The admins"),
        ]
        persons = [(str(one.id), one.user.name) for one in people]
        teams = [(str(one.id), one.name) for one in groups if one.id != group.id]
        for number in range(MOST_STEPS):
            step = steps[number] if number < len(steps) else _NOBODY
            self._add_share(number, step)
            self._add_places(number, step, places)
            self._add_named(f"person_{number}", step, Place.PERSON, persons)
            self._add_named(f"team_{number}", step, Place.TEAM, teams)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of the steps and one to spare, for the page."""
        for number in range(min(self._last_used() + 2, MOST_STEPS)):
            after = self[f"after_{number}"] if number else None
            named = (self[f"{name}_{number}"] for name in ("whom", "person", "team"))
            yield Row(number + 1, after, *named)

    def _last_used(self) -> int:
        used = (
            number
            for number in range(MOST_STEPS)
            for name in ("after", "whom", "person", "team")
            if f"{name}_{number}" in self.fields and self[f"{name}_{number}"].value()
        )
        return max(used, default=0)

    @property
    def steps(self) -> list[Step]:
        """Return what was written, in the order in which people are told."""
        found = [self._step(number) for number in range(MOST_STEPS)]
        return sorted((one for one in found if one.whom), key=lambda one: one.after)

    def clean(self) -> None:
        """Refuse a step without its share, or a share at which nobody is told."""
        for number in range(1, MOST_STEPS):
            share = self.cleaned_data.get(f"after_{number}")
            whom = self._targets(number)
            if whom and share is None and f"after_{number}" not in self.errors:
                told = "Say after which share of the time."
                self.add_error(f"after_{number}", told)
            if share is not None and not whom and f"whom_{number}" not in self.errors:
                told = "Say who is told, or empty the share."
                self.add_error(f"whom_{number}", told)

    def _add_share(self, number: int, step: Step) -> None:
        if number:
            self.fields[f"after_{number}"] = forms.IntegerField(
                label="After this share of the time, in percent",
                min_value=1,
                max_value=LAST_SHARE,
                required=False,
                initial=step.after or None,
            )

    def _add_places(
        self, number: int, step: Step, places: list[tuple[str, str]]
    ) -> None:
        self.fields[f"whom_{number}"] = forms.MultipleChoiceField(
            label="Tell",
            choices=places,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[one.place.value for one in step.whom if one.id is None],
        )

    def _add_named(
        self, name: str, step: Step, place: Place, choices: list[tuple[str, str]]
    ) -> None:
        chosen = [str(one.id) for one in step.whom if one.place is place]
        self.fields[name] = forms.ChoiceField(
            label="And by name" if place is Place.PERSON else "And all of",
            choices=[("", "Nobody"), *choices],
            required=False,
            initial=next(iter(chosen), ""),
            error_messages={"invalid_choice": "Choose one of those that there are."},
        )

    def _step(self, number: int) -> Step:
        share = self.cleaned_data.get(f"after_{number}") or 0
        return Step(share, tuple(self._targets(number)))

    def _targets(self, number: int) -> list[Target]:
        places = self.cleaned_data.get(f"whom_{number}", [])
        found = [Target(Place(place)) for place in places]
        for place in (Place.PERSON, Place.TEAM):
            named = self.cleaned_data.get(f"{place.value}_{number}", "")
            if named:
                found.append(Target(place, UUID(named)))
        return found
