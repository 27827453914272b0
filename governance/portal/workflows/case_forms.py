"""What follows for single reasons, where a step says something of its own."""

from typing import Any

from django import forms

from governance.halt_policy import Kind, choices, impossible, reasons_of, usual
from governance.portal.workflows.halting import DISPOSITIONS, REASONS, said
from governance.procedure import Disposition, HaltReason, Step

_AS_USUAL = ("", "As usual")


class CasesForm(forms.Form):
    """One choice for each reason; empty, the platform does as it usually does.

    Of a step that is written, for the reasons that it can have as it is.
    """

    def __init__(
        self, *args: Any, step: Step | None, kind: Kind, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(then.value, said(told)) for then, told in DISPOSITIONS.items()]
        for reason in reasons_of(step, kind) if step else REASONS:
            self.fields[reason.value] = forms.ChoiceField(
                label=f"If {REASONS[reason]}",
                required=False,
                choices=[_AS_USUAL, *offered],
                help_text=f"Usually: {DISPOSITIONS[usual(reason, kind)]}.",
            )

    def cases(self) -> tuple[tuple[HaltReason, Disposition], ...]:
        """Return what was chosen, in the order of the reasons."""
        told = self.cleaned_data
        return tuple(
            (reason, Disposition(told[reason.value]))
            for reason in HaltReason
            if told.get(reason.value)
        )

    def is_possible(self, step: Step, kind: Kind) -> bool:
        """Look whether all of it can be done, and say at the field what cannot."""
        wrong = impossible(step, kind)
        for reason in wrong:
            possible = [said(DISPOSITIONS[one]) for one in choices(reason, kind)]
            told = f"That cannot be done here. Possible is: {'; '.join(possible)}."
            self.add_error(reason.value if reason in self.fields else None, told)
        return not wrong
