"""Up to which amount something is decided alone next time, and what is said of it."""

from django import forms
from django.http import QueryDict

from governance.engine.money import Money, MoneyError
from governance.engine.paths import FieldPath
from governance.models import Action
from governance.selectors.raising import Raise

_LONGEST = 2000
# Before the key of the rule that a reason is of, as the service names the field.
_REASON = "reason_"


class RaiseForm(forms.Form):
    """The amount, and for each rule that holds it what it says to people."""

    amount = forms.CharField(
        max_length=21, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(
        self, typed: QueryDict | None = None, *, found: Raise, action: Action
    ) -> None:
        super().__init__(typed)
        before, after = found.bound.value, _wanted(found, action)
        self.fields["amount"].label = f"Alone up to, in {before.currency}"
        self.fields["amount"].help_text = f"Until now {before}."
        self.initial["amount"] = format(after.amount, "f")
        for rule in found.rules:
            self.fields[f"{_REASON}{rule.key}"] = forms.CharField(
                label=f"What rule {rule.number} says to people then",
                max_length=_LONGEST,
                initial=_reworded(rule.reason, before, after),
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "Say why, in a sentence."},
            )

    @property
    def reasons(self) -> dict[str, str]:
        """Return what is said of each rule, by its key."""
        return {
            name.removeprefix(_REASON): text
            for name, text in self.cleaned_data.items()
            if name.startswith(_REASON)
        }


def _wanted(found: Raise, action: Action) -> Money:
    """Return what was asked for here, where it is more than the bound, or the bound."""
    path, before = FieldPath.of(found.bound.field), found.bound.value
    try:
        asked = Money.parse(path.find({"parameters": action.parameters}))
    except MoneyError:
        return before
    more = asked.currency == before.currency and asked.amount > before.amount
    return asked if more else before


def _reworded(reason: str, before: Money, after: Money) -> str:
    """Return the words with the new amount in the place of the old one."""
    for written in (str, _short):
        reason = reason.replace(written(before), written(after))
    return reason


def _short(money: Money) -> str:
    """Return it as people write it: 500 EUR."""
    return str(money).replace(".00 ", " ")
