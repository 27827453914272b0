"""What part of the trace somebody wants to read."""

from collections.abc import Iterable
from uuid import UUID

from django import forms

from audit.portal.wording import kinds
from audit.selectors import Filters


class TraceForm(forms.Form):
    """Filters of the trace, all optional; ``before`` is where a page begins."""

    agent = forms.UUIDField(required=False, label="Agent", widget=forms.Select)
    event = forms.ChoiceField(
        required=False, label="What happened", choices=[("", "anything"), *kinds()]
    )
    run = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.UUIDField(required=False)

    def offer_agents(self, agents: Iterable[tuple[str, str]]) -> None:
        """Offer these agents, by id and name."""
        widget = self.fields["agent"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - declared above
        widget.choices = [("", "any agent"), *agents]

    @property
    def before_id(self) -> UUID | None:
        """Return the entry before which the page begins, or None for the newest."""
        before: UUID | None = self.cleaned_data["before"]
        return before

    @property
    def filters(self) -> Filters:
        """Return what was asked for."""
        given = self.cleaned_data
        return Filters(
            agent_id=str(given["agent"] or ""),
            run_id=str(given["run"] or ""),
            event=given["event"],
        )
