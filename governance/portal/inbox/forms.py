"""The answer to a checkpoint."""

from typing import Any

from django import forms
from django.http import QueryDict

from governance.models import Action, RefusalCause
from governance.selectors.inbox import Question
from governance.selectors.stepping_up import steps_up
from governance.services.checkpoints import MIN_REASON
from tenants.portal.pages import PortalRequest
from tenants.portal.signing import CodeField, is_admitted

_LONGEST = 2000


class AnswerForm(forms.Form):
    """Yes or no, and why. Nothing is filled in or chosen beforehand.

    Where it cannot be undone, and the client demands it, a code of the second factor
    too: for this one answer, whoever signed in when.
    """

    use_required_attribute = True

    reason = forms.CharField(
        label="Your reason, kept in the ledger",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "minlength": MIN_REASON}),
        error_messages={"required": "Write your reason: it is kept in the ledger."},
    )
    cause = forms.ChoiceField(
        label="If you refuse, because",
        required=False,
        choices=[("", "Choose, if you refuse"), *RefusalCause.choices],
        error_messages={"invalid_choice": "Choose one of these."},
    )
    answer = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        error_messages={
            "required": "Approve or refuse.",
            "invalid_choice": "Approve or refuse: there is no other answer.",
        },
    )

    code = CodeField("If you approve, the code of your second factor", required=False)

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        question: Question,
        request: PortalRequest,
    ) -> None:
        super().__init__(typed, auto_id=f"{question.checkpoint.id.hex}-%s")
        self._request = request
        action: Action = question.checkpoint.action
        if not steps_up(action, client=request.visit.client):
            del self.fields["code"]

    def clean_code(self) -> str:
        """Refuse trying many."""
        code: str = self.cleaned_data["code"]
        if code and not is_admitted(self._request, "code"):
            raise forms.ValidationError("Too many tries. Wait some minutes.")
        return code

    def clean(self) -> dict[str, Any]:
        """Have who refuses choose why: what is counted is not guessed from words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        approves = cleaned.get("answer") == "approve"
        if approves and cleaned.get("code") == "":
            told = "It cannot be undone: type the code that your second factor shows."
            self.add_error("code", told)
        refuses = cleaned.get("answer") == "refuse"
        if refuses and "cause" in cleaned and not cleaned["cause"]:
            self.add_error("cause", "Choose why you refuse.")
        return cleaned
