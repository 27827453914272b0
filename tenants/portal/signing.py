"""Signing: whoever signs shows once more that it is them, with their password."""

from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from tenants.models import User
from tenants.services.throttles import CODE, SIGNING, admit

# By the field: how often what it takes may be tried.
_TRIED = {"password": SIGNING, "code": CODE}
_ADMITTED = "remit.admitted"


def count_tries(request: HttpRequest) -> None:
    """Count what is tried by a request, before the page's transaction opens.

    What a page refuses is taken back, and with it a try that was counted inside.
    """
    tried = _TRIED.keys() & request.POST.keys() if request.method == "POST" else ()
    user = str(request.user.pk)
    request.META[_ADMITTED] = {one for one in tried if admit(_TRIED[one], user)}


def is_admitted(request: HttpRequest, field: str) -> bool:
    """Return whether this field may still be tried; ``count_tries`` has counted it."""
    admitted: set[str] = request.META[_ADMITTED]
    return field in admitted


class SignForm(forms.Form):
    """The password of who is signed in, who makes the request."""

    password = forms.CharField(
        label="Your password, to sign",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Sign with your password."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean_password(self) -> str:
        """Refuse another password, and trying many."""
        if not is_admitted(self._request, "password"):
            raise forms.ValidationError("Too many tries. Wait a minute, then sign.")
        user, password = self._request.user, self.cleaned_data["password"]
        if not isinstance(user, User) or not check_password(password, user.password):
            raise forms.ValidationError("This is not your password.")
        # Whoever gets on from here has shown it: nobody needs it any more.
        return ""


class CodeField(forms.CharField):
    """The six digits that a second factor shows now."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        digits = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(
            label=label,
            max_length=20,
            widget=forms.TextInput(attrs=digits),
            error_messages={"required": "Type the code that it shows."},
            **kwargs,
        )
