"""Signing in by e-mail and password, so often and no more."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tenants.models import User
from tenants.network import network_address
from tenants.services.throttles import SIGN_IN, SIGN_INS, admit

# What a form reads, to say why a right password was refused.
TOO_OFTEN = "remit.too_often"


class ThrottledBackend(ModelBackend):
    """Counts every try before the password is looked at, whatever door it came by."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account, or None when e-mail and password do not belong together.

        Raises:
            PermissionDenied: it was tried too often.
        """
        if request is not None and username and not _admitted(request, username):
            request.META[TOO_OFTEN] = True
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        return user if isinstance(user, User) else None


def _admitted(request: HttpRequest, email: str) -> bool:
    address = network_address(request)
    return admit(SIGN_INS, address) and admit(SIGN_IN, address, email.lower())
