"""One step of a process as a form: who, with what, what may go wrong, what then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.procedure import Disposition, PerformerKind

_WORDS, _LINE = 1000, 200
_MOST_MINUTES = 31 * 24 * 60
_NOBODY = ("", "Nobody yet")


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen in a step: people and groups, actions, and other steps."""

    actors: Sequence[tuple[str, str]]
    actions: Sequence[str]
    steps: Sequence[tuple[str, str]]


def _text(label: str, rows: int = 1, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=_WORDS if rows > 1 else _LINE,
        required=False,
        widget=widget,
        **options,
    )


class StepForm(forms.Form):
    """The step itself; what may go wrong and where it leads are rows beside it."""

    key = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(
        label="What is done",
        max_length=120,
        help_text="As one would tell a colleague: Send the payment.",
        error_messages={"required": "Say what is done in this step."},
    )
    performer = forms.ChoiceField(
        label="Who does it",
        required=False,
        choices=[
            ("", "Nobody yet"),
            (PerformerKind.AGENT.value, "The agent"),
            (PerformerKind.PERSON.value, "A person or group"),
            (PerformerKind.SYSTEM.value, "A system"),
        ],
    )
    who = forms.ChoiceField(label="Which person or group", required=False)
    system = _text("Which system")
    input = _text("What it begins with", 2)
    output = _text("What comes out of it", 2)
    action = forms.ChoiceField(
        label="The action that reaches outside",
        required=False,
        help_text="Empty where nothing leaves the agent.",
    )
    effect = _text("What it does, in a sentence", 2)
    critical = forms.BooleanField(
        label="It is critical: a mistake here is serious", required=False
    )
    pivot = forms.BooleanField(
        label="It is a point of no return: it cannot be undone", required=False
    )
    policy = forms.ChoiceField(
        label="When it stops midway",
        required=False,
        choices=[
            ("", "Nobody has decided yet"),
            (Disposition.RETRY.value, "Try it again"),
            (Disposition.RECONCILE.value, "Ask its target what happened"),
            (Disposition.HAND_OVER.value, "Hand it over to a person"),
            (Disposition.COMPENSATE.value, "Undo what was done"),
            (Disposition.FAIL_CLOSED.value, "Leave it stopped"),
        ],
    )
    halt_who = forms.ChoiceField(label="Who then decides", required=False)
    within = forms.IntegerField(
        label="Within how many minutes",
        required=False,
        min_value=1,
        max_value=_MOST_MINUTES,
    )
    halt_text = _text("In words, for whoever has it then", 2)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = [("", "None"), *((name, name) for name in offered.actions)]
        _offer(self, "action", actions)
        for name in ("who", "halt_who"):
            _offer(self, name, [_NOBODY, *offered.actors])


class FailureForm(forms.Form):
    """One thing that can go wrong, who then acts, and what they do."""

    what = _text("What can go wrong")
    who = forms.ChoiceField(label="Who then acts", required=False)
    then = _text("What they do")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "who", [_NOBODY, *offered.actors])

    def clean(self) -> dict[str, Any]:
        """Refuse a reaction to nothing."""
        told: dict[str, Any] = super().clean() or {}
        if (told.get("who") or told.get("then")) and not told.get("what"):
            self.add_error("what", "Say what can go wrong.")
        return told


class WayForm(forms.Form):
    """One way on: to which step, and when."""

    to = forms.ChoiceField(label="On to", required=False)
    when = _text("When")

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "to", [("", "No other way"), ("-", "The end"), *offered.steps])

    def clean(self) -> dict[str, Any]:
        """Refuse a condition of no way."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("when") and not told.get("to"):
            self.add_error("to", "Say where it leads then.")
        return told


FailureRows = forms.formset_factory(FailureForm, extra=2, max_num=20)
WayRows = forms.formset_factory(WayForm, extra=2, max_num=20)


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field: Any = form.fields[name]
    written = form.get_initial_for_field(field, name) or ""
    known = {value for value, _ in choices}
    # Who has left, and what was retired, stays written until somebody changes it.
    gone = (written, f"{_named(written)}, no longer here")
    field.choices = choices if written in known else [*choices, gone]


def _named(value: str) -> str:
    return value.partition(":")[2] or value
