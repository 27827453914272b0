"""Secrets of webhooks in the form of Standard Webhooks: whsec_ and base64."""

import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from tenants.errors import Invalid

_PREFIX = "whsec_"
_BYTES = 32
# What the specification advises, and what is still beyond guessing.
_MOST_BYTES = 64
_FEWEST_BYTES = 16


def new_secret() -> str:
    """Return a secret that nobody else has."""
    return _PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def check_secret(text: str) -> str:
    """Return a pasted secret without blanks around it.

    Raises:
        Invalid: it has another form, or is so short that it could be guessed.
    """
    secret = text.strip()
    if not secret.startswith(_PREFIX):
        raise Invalid(f"A secret begins with {_PREFIX}.", field="secret")
    try:
        size = len(b64decode(secret.removeprefix(_PREFIX), validate=True))
    except Base64Error as error:
        told = (
            f"After {_PREFIX} comes base64: letters, digits, + and /, and = at its end."
        )
        raise Invalid(told, field="secret") from error
    if not _FEWEST_BYTES <= size <= _MOST_BYTES:
        told = (
            f"A secret has {_FEWEST_BYTES} to {_MOST_BYTES} bytes; this one has {size}."
        )
        raise Invalid(told, field="secret")
    return secret
