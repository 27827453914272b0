"""The small forms of writing a process down."""

from typing import Any

from django import forms

from governance.models import WorkflowDraft
from governance.procedure import Procedure, read_procedure


class TitleForm(forms.Form):
    """What a process is called."""

    title = forms.CharField(
        label="What the process is called",
        max_length=120,
        help_text="As people call it today: Supplier invoice payment.",
        error_messages={"required": "Say what the process is called."},
    )


class SeenForm(forms.Form):
    """Which state of the draft somebody saw who decides about it."""

    seen = forms.IntegerField(
        min_value=1,
        error_messages={"required": "Open the draft again, and decide there."},
    )


class StepKeyForm(forms.Form):
    """Which step of the draft is meant."""

    key = forms.SlugField(max_length=60)

    def __init__(self, *args: Any, draft: WorkflowDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure: Procedure = read_procedure(draft.steps)

    def clean_key(self) -> str:
        """Refuse a step that the draft does not have."""
        key: str = self.cleaned_data["key"]
        if key not in {step.key for step in self.procedure.steps}:
            raise forms.ValidationError("This step is not there any more.")
        return key


class KeyForm(SeenForm, StepKeyForm):
    """Which step of the draft is meant, and where it is moved."""

    by = forms.IntegerField(min_value=-200, max_value=200, required=False)
