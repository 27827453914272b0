"""The form of when a client works: a row for each weekday, and the holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from tenants.working_hours import WEEKDAYS, Day, WorkingHours

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Row:
    """The two times of one weekday."""

    day: str
    opens: BoundField
    closes: BoundField


class HoursForm(forms.Form):
    """From when until when somebody works; an empty row is a day off."""

    holidays = forms.CharField(
        label="Days on which nobody works",
        required=False,
        max_length=20_000,
        help_text="One a line, with what it is: 2026-12-25 Christmas Day",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(
        self, typed: QueryDict | None = None, *, hours: WorkingHours | None = None
    ) -> None:
        super().__init__(typed)
        days = hours.days if hours else {}
        for number in range(len(WEEKDAYS)):
            day = days.get(number)
            self.fields[f"opens_{number}"] = _time(
                number, "from", day.opens if day else None
            )
            self.fields[f"closes_{number}"] = _time(
                number, "to", day.closes if day else None
            )
        holidays = sorted(hours.holidays.items()) if hours else []
        self.fields["holidays"].initial = "\n".join(
            f"{day.isoformat()} {name}".strip() for day, name in holidays
        )

    def rows(self) -> Iterator[Row]:
        """Yield the weekdays, for the page."""
        for number, name in enumerate(WEEKDAYS):
            yield Row(name, self[f"opens_{number}"], self[f"closes_{number}"])

    @property
    def hours(self) -> WorkingHours:
        """Return what was written."""
        given = self.cleaned_data
        days = {
            number: Day(given[f"opens_{number}"], given[f"closes_{number}"])
            for number in range(len(WEEKDAYS))
            if given[f"opens_{number}"]
        }
        return WorkingHours(days, given["holidays"])

    def clean_holidays(self) -> dict[date, str]:
        """Return the holidays by day, or say which line is none."""
        found: dict[date, str] = {}
        for number, line in enumerate(self.cleaned_data["holidays"].splitlines(), 1):
            if not line.strip():
                continue
            day, name = _holiday(line, number)
            if day in found:
                raise ValidationError(f"Line {number}: {day} is there twice.")
            found[day] = name
        return found

    def clean(self) -> None:
        """Refuse a day that begins and does not end, or ends before it begins."""
        for number in range(len(WEEKDAYS)):
            opens = self.cleaned_data.get(f"opens_{number}")
            closes = self.cleaned_data.get(f"closes_{number}")
            if (opens is None) is not (closes is None):
                missing = "closes" if closes is None else "opens"
                told = "Say both times, or leave both empty."
                if f"{missing}_{number}" not in self.errors:
                    self.add_error(f"{missing}_{number}", told)
            elif opens is not None and closes is not None and opens >= closes:
                self.add_error(f"closes_{number}", "Let it end after it begins.")


def _time(number: int, which: str, initial: time | None) -> forms.TimeField:
    called = f"{WEEKDAYS[number]}, {which}"
    dressed = {"type": "time", "class": "form-control", "aria-label": called}
    return forms.TimeField(
        label=called,
        required=False,
        initial=initial,
        widget=forms.TimeInput(attrs=dressed, format="%H:%M"),
        error_messages={"invalid": "Write a time like 09:00."},
    )


def _holiday(line: str, number: int) -> tuple[date, str]:
    written, _, name = line.strip().partition(" ")
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        told = f"Line {number}: begin with a day like 2026-12-25."
        raise ValidationError(told) from error
    name = name.strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        told = f"Line {number}: say in at most {_LONGEST_NAME} characters what it is."
        raise ValidationError(told)
    return day, name
