"""What a person decides about undoing a run, and writes about what they undid."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from governance.models import Compensation
from governance.portal.asking import ReasonForm
from governance.portal.runs.rescue_forms import DoneForm, words_field
from governance.selectors.compensating import Plan
from governance.services.compensating import seal_of
from governance.states import CompensationState

# How each state is drawn, and its word.
_SHADES = {
    CompensationState.PLANNED: ("none", "Not begun"),
    CompensationState.UNDER_WAY: ("wait", "Under way"),
    CompensationState.DONE: ("allow", "Undone"),
    CompensationState.LEFT_OUT: ("none", "Left as it is"),
    CompensationState.FAILED: ("deny", "Not undone"),
}


class UndoForm(ReasonForm):
    """Why what a run did is undone, and what of it a person undoes."""

    seen = forms.CharField(max_length=100, widget=forms.HiddenInput)
    by_hand = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, plan: Plan, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.initial["seen"] = seal_of(plan)
        choices = [(str(one.undoes.id), "A person does this") for one in plan.undos]
        field = self.fields["by_hand"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - above
        field.choices = choices


class UndoneForm(DoneForm):
    """What was undone by hand, or why it was left as it is."""

    words = words_field(
        "What you did and where one sees it, or why it is left as it is"
    )
    compensation = forms.UUIDField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Undoing:
    """One thing that is undone, and a form where a person's turn has come."""

    row: Compensation
    shade: str
    word: str
    form: UndoneForm | None


def undoing_of(rows: list[Compensation], sent: forms.Form | None) -> list[Undoing]:
    """Return what is undone, in order, with a form as it was sent if it was."""
    last = sent if isinstance(sent, UndoneForm) else None
    return [
        Undoing(row, *_SHADES[CompensationState(row.state)], _undone_form(row, last))
        for row in rows
    ]


def _undone_form(row: Compensation, sent: UndoneForm | None) -> UndoneForm | None:
    if row.state != CompensationState.UNDER_WAY or row.kind is not None:
        return None
    return sent or UndoneForm(initial={"compensation": row.id})
