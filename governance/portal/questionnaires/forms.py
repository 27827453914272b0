"""The forms of a questionnaire."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from governance.models import Questionnaire
from governance.questionnaire import QUESTIONS, Area, Question, Reply, Told

_REPLIES = [
    ("", "Not asked yet"),
    (Reply.YES.value, "Yes"),
    (Reply.PARTLY.value, "Partly"),
    (Reply.NO.value, "No"),
]


class ProcessForm(forms.Form):
    """Which process is asked about."""

    title = forms.CharField(
        label="What the process is called",
        max_length=120,
        error_messages={"required": "Say what the process is called."},
    )


class AnswersForm(forms.Form):
    """All questions: a reply and a note for each."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in QUESTIONS:
            self.fields[one.key] = forms.ChoiceField(
                label=one.text, choices=_REPLIES, required=False
            )
            self.fields[f"{one.key}_note"] = forms.CharField(
                label="Note", max_length=1000, required=False
            )

    def areas(self) -> Iterator[tuple[Area, list[tuple[Question, BoundField, Any]]]]:
        """Yield the questions area by area, each with its two fields."""
        for area in Area:
            rows = [
                (one, self[one.key], self[f"{one.key}_note"])
                for one in QUESTIONS
                if one.area is area
            ]
            yield area, rows

    @property
    def answers(self) -> Mapping[str, Told]:
        """Return what was answered."""
        told = self.cleaned_data
        return {
            one.key: Told(
                Reply(told[one.key]) if told[one.key] else None,
                told[f"{one.key}_note"],
            )
            for one in QUESTIONS
        }


def initial_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what the form shows of what was answered before."""
    shown: dict[str, Any] = {"seen": questionnaire.revision}
    for key, one in questionnaire.answers.items():
        shown[key], shown[f"{key}_note"] = one["reply"] or "", one["note"]
    return shown
