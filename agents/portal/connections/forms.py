"""The forms of connections. What must be in them, the services say."""

from datetime import timedelta
from typing import Any

from django import forms

from agents.models import RunnerKind
from agents.webhooks import new_secret

_LONGEST_REASON = 2000
_GENERATED = "generated"
_PASTED = "pasted"
_OVERLAPS = [(0, "at once"), (1, "in an hour"), (24, "in a day"), (168, "in a week")]


class _SecretForm(forms.Form):
    """Where the secret of a webhook comes from."""

    secret_from = forms.ChoiceField(
        label="Secret",
        choices=[
            (_GENERATED, "Have one made, and show it once"),
            (_PASTED, "Use the one that the target gave me"),
        ],
        initial=_GENERATED,
    )
    secret = forms.CharField(
        label="Secret of the target",
        required=False,
        max_length=200,
        # Never written into a page again, not even beside an error.
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Only if the target gave you one. It begins with whsec_.",
    )

    @property
    def is_generated(self) -> bool:
        """Return whether somebody has yet to see the secret."""
        return bool(self.cleaned_data["secret_from"] == _GENERATED)

    def clean(self) -> dict[str, Any]:
        """Have a secret made where that was asked for."""
        given = super().clean() or {}
        if given.get("secret_from") == _GENERATED:
            if given.get("secret"):
                self.add_error("secret", "Leave this empty to have one made.")
            given["secret"] = new_secret()
        elif not given.get("secret"):
            self.add_error("secret", "Paste the secret, or have one made.")
        return given


class _AddressForm(forms.Form):
    """Where a webhook sends to, and how long it waits."""

    url = forms.CharField(
        label="Address",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text="https, and a host on the list. Webhooks alone have one.",
    )
    timeout = forms.IntegerField(
        label="Seconds to answer",
        initial=10,
        help_text="1 to 30. Afterwards it is unknown whether it happened.",
    )


class ConnectForm(_AddressForm, _SecretForm):
    """A new connection."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="What people call the target: Bank, Warehouse.",
    )
    kind = forms.ChoiceField(label="What it does", choices=RunnerKind.choices)

    field_order = ("name", "kind", "url", "timeout", "secret_from", "secret")

    def clean(self) -> dict[str, Any]:
        """Want no secret but for a webhook."""
        if self.cleaned_data.get("kind") != RunnerKind.WEBHOOK:
            self.cleaned_data["secret"] = ""
            return self.cleaned_data
        return super().clean()

    @property
    def shows_secret(self) -> bool:
        """Return whether somebody has yet to see the secret."""
        return self.is_generated and bool(self.cleaned_data["secret"])


class ChangeForm(_AddressForm):
    """Another address, or another time to wait."""


class RotateForm(_SecretForm):
    """Another secret, and how long the one before stays good."""

    overlap = forms.TypedChoiceField(
        label="The old one ends",
        choices=_OVERLAPS,
        coerce=int,
        initial=24,
        help_text="Until then, requests carry both signatures.",
    )

    @property
    def overlap_time(self) -> timedelta:
        """Return how long both are good."""
        return timedelta(hours=self.cleaned_data["overlap"])


class HostForm(forms.Form):
    """A host that runners shall reach."""

    host = forms.CharField(
        label="Host",
        max_length=255,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        help_text="Its exact name, like bank.example; with a port where it is not 443: "
        "bank.example:8443.",
    )
    reason = forms.CharField(
        label="Why, for the ledger",
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
    )


class RemoveHostForm(forms.Form):
    """Why nothing shall be sent to a host any more."""

    reason = HostForm.base_fields["reason"]


class ConfirmForm(forms.Form):
    """An act without any input: pressed on purpose, and not by an empty request."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")
