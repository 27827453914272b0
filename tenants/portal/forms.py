"""Forms of signing in, of passwords, and of one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
)
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.core.exceptions import ValidationError

from tenants.backends import TOO_OFTEN
from tenants.models import User
from tenants.services.accounts import set_password

_HOW_TO_CHOOSE = (
    "At least 12 characters; a few words in a row are good. "
    "Not one that many people use, and nothing about yourself."
)
_DIFFERENT = "The two passwords are not the same."


class SignInForm(AuthenticationForm):
    """Asks for e-mail and password; says the same whichever of them is wrong."""

    error_messages = {
        "invalid_login": "This e-mail and password do not belong together.",
        "inactive": "This account is not active.",
        "too_often": "Too many attempts. Wait a minute, then try again.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mail"
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autofocus": True, "autocomplete": "username"}
        )

    def get_invalid_login_error(self) -> ValidationError:
        """Return what to say when nobody was let in."""
        if self.request is not None and TOO_OFTEN in self.request.META:
            return ValidationError(self.error_messages["too_often"], code="too_often")
        return super().get_invalid_login_error()


class AskForResetForm(forms.Form):
    """To which address a link is sent."""

    email = forms.EmailField(
        label="E-mail",
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )


class _NewPassword:
    """Words for the two fields of a new password, and the mail that tells of it."""

    fields: dict[str, forms.Field]
    user: User
    cleaned_data: dict[str, Any]

    def reword(self) -> None:
        """Say what is asked for in our words."""
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = "New password", _HOW_TO_CHOOSE
        again.label, again.help_text = "The same again", ""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - as Django's
        """Set the password through the service."""
        set_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class ChoosePasswordForm(_NewPassword, SetPasswordForm):  # type: ignore[type-arg]
    """A new password, by somebody who followed the link in a mail."""

    error_messages = {"password_mismatch": _DIFFERENT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reword()


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    """A new password, by somebody who is signed in and knows the old one."""

    error_messages = {
        "password_mismatch": _DIFFERENT,
        "password_incorrect": "This is not your password.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reword()
        self.fields["old_password"].label = "Your password until now"
        self.fields["old_password"].widget.attrs.pop("autofocus", None)


class NameForm(forms.Form):
    """What somebody is called."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As your colleagues read it, beside what you decide.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class JoinForm(NameForm):
    """The account of somebody who was invited and has none."""

    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=1000,
        help_text=_HOW_TO_CHOOSE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same again",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Check the password as for any other account."""
        given = super().clean() or {}
        password = given.get("password")
        if password is not None:
            self._check(password, given)
        return given

    def _check(self, password: str, given: dict[str, Any]) -> None:
        user = User(email=self._email, name=given.get("name", ""))
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)
        if given.get("again") not in {None, password}:
            self.add_error("again", _DIFFERENT)
