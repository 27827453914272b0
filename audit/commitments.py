"""Salted commitments: what the hashed bytes say about text that is kept beside them.

The text can be erased; the entry that committed to it still proves. The idea is
that of SD-JWT (RFC 9901): a hash over salt, name and value.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A private value with its salt and the commitment to it."""

    path: str
    salt: bytes
    value: str
    commitment: str


def commitment(*, salt: bytes, path: str, value: str) -> str:
    """Return base64url(SHA-256(salt, path, value)), each after its length."""
    digest = hashlib.sha256()
    for part in (salt, path.encode(), value.encode()):
        digest.update(len(part).to_bytes(4))
        digest.update(part)
    return urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def seal(*, path: str, value: str) -> Sealed:
    """Return the value with a fresh salt and its commitment."""
    salt = secrets.token_bytes(SALT_BYTES)
    made = commitment(salt=salt, path=path, value=value)
    return Sealed(path=path, salt=salt, value=value, commitment=made)


def opens(sealed: Sealed) -> bool:
    """Return whether the value is the one that was committed to."""
    made = commitment(salt=sealed.salt, path=sealed.path, value=sealed.value)
    return hmac.compare_digest(made, sealed.commitment)
