"""The form of a client's rule, with what it can name as choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.engine.options import Options
from governance.engine.reading import Place
from governance.forms.sentence import RuleSentence
from governance.models import BoundaryRule, RuleStatus
from governance.selectors.boundaries import as_document


@dataclass(frozen=True, slots=True)
class Choices:
    """What a rule of this client can be about, and whom it can ask."""

    agents: Mapping[str, str]
    groups: Sequence[str]
    lists: Mapping[str, Options]


class RuleForm(RuleSentence):
    """A rule of a client: its sentence, its key, and what it will be."""

    title = forms.CharField(
        max_length=160, error_messages={"required": "Give it a title."}
    )
    key = forms.SlugField(
        max_length=60,
        help_text="For programs, like larger-payments. It never changes.",
        error_messages={"required": "Give it a key."},
    )
    subject = forms.ChoiceField(label="When")
    group = forms.ChoiceField(label="Ask", required=False)
    status = forms.ChoiceField(
        label="In the next version it is",
        choices=[one for one in RuleStatus.choices if one[0] != RuleStatus.RETIRED],
        initial=RuleStatus.DRAFT,
    )

    def __init__(
        self, *args: Any, choices: Choices, rule: BoundaryRule | None = None, **kw: Any
    ) -> None:
        written = as_document(rule) if rule else None
        named = {"title": rule.title, "key": rule.key} if rule else {}
        place = Place(lists=choices.lists)
        super().__init__(*args, place=place, rule=written, initial=named, **kw)
        self._offer(choices, self.initial)
        if rule is not None:
            del self.fields["status"]
            self.fields["key"].disabled = True

    def _offer(self, choices: Choices, initial: Mapping[str, Any]) -> None:
        agents = {"*": "any agent", **choices.agents}
        groups = {"": "nobody", **{name: name for name in choices.groups}}
        for name, offered in (("subject", agents), ("group", groups)):
            # What a rule names stays a choice, also when it is gone.
            now = initial.get(name) or ""
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
            field.choices = list({**({now: now} if now else {}), **offered}.items())
