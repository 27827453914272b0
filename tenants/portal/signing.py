"""Signing: whoever signs shows once more that it is them, with their password."""

from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password

from tenants.models import User
from tenants.services.throttles import SIGNING, admit


class SignForm(forms.Form):
    """The password of who is signed in; ``user`` is that person."""

    password = forms.CharField(
        label="Your password, to sign",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Sign with your password."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        """Refuse another password, and trying many."""
        if not admit(SIGNING, str(self._user.pk)):
            raise forms.ValidationError("Too many tries. Wait a minute, then sign.")
        password: str = self.cleaned_data["password"]
        if not check_password(password, self._user.password):
            raise forms.ValidationError("This is not your password.")
        # Whoever gets on from here has shown it: nobody needs it any more.
        return ""
