"""Agent keys: made once, shown once, kept only as a keyed digest.

A key has 256 bits of randomness, so a fast keyed hash is enough; a slow one
would only let anybody busy the processors by guessing.
"""

import hashlib
import hmac
import secrets
import string
from dataclasses import dataclass

# What the text of an agent's key begins with.
AGENT = "rmt"
_ALPHABET = string.ascii_letters + string.digits
_PREFIX_LENGTH = 8
_SECRET_LENGTH = 43
_PARTS = 3


@dataclass(frozen=True, slots=True)
class MintedKey:
    """A new key: ``text`` goes to its holder, the rest is stored."""

    text: str
    prefix: str
    digest: bytes


def mint(*, pepper: str, kind: str = AGENT) -> MintedKey:
    """Return a new key ``<kind>_<prefix>_<secret>``."""
    prefix = _random(_PREFIX_LENGTH)
    text = f"{kind}_{prefix}_{_random(_SECRET_LENGTH)}"
    return MintedKey(text=text, prefix=prefix, digest=digest_of(text, pepper=pepper))


def digest_of(text: str, *, pepper: str) -> bytes:
    """Return HMAC-SHA256 of a key under the pepper, 32 bytes."""
    return hmac.digest(pepper.encode(), text.encode(), hashlib.sha256)


def prefix_of(text: str, *, kind: str = AGENT) -> str | None:
    """Return the public prefix of a key of this kind, or None: the text is none."""
    parts = text.split("_")
    if len(parts) != _PARTS or parts[0] != kind or len(parts[1]) != _PREFIX_LENGTH:
        return None
    return parts[1]


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
