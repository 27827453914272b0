"""What allauth asks this project: whose address it is, and how secrets are sealed."""

from base64 import b64decode, b64encode
from ipaddress import IPv6Address, ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from tenants import secrets
from tenants.network import network_address

# Whose secret it is, the row says; a secret of another kind is unreadable as one.
BOUND_TO = "mfa_authenticator"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in as allauth does it, without its messages and its mails."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that our proxies, and nobody else, vouch for.

        All zeros where there is none, as on a socket of the machine's own.
        """
        address = network_address(request)
        try:
            return str(ip_address(address))
        except ValueError:
            return str(IPv6Address(0))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows says what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors, sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right, or has been used before.",
    }

    def encrypt(self, text: str) -> str:
        """Return the text sealed with the first key, in base64."""
        sealed = secrets.seal(text, keys=settings.FIELD_KEYS, bound_to=BOUND_TO)
        return b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text.

        Raises:
            cryptography.exceptions.InvalidTag: it was sealed with none of our keys.
        """
        sealed = b64decode(encrypted_text)
        return secrets.unseal(sealed, keys=settings.FIELD_KEYS, bound_to=BOUND_TO)
