"""Secrets at rest: AES-256-GCM, bound to the row that they belong to.

What the ciphertext is bound to (client, table, row, field) is authenticated with
it, so moving it to another client or row makes it unreadable.
"""

import os
from base64 import b64decode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


def seal(text: str, *, key: str, bound_to: str) -> bytes:
    """Return nonce and ciphertext. ``key`` is 32 bytes in base64."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, text.encode(), bound_to.encode())


def unseal(sealed: bytes, *, key: str, bound_to: str) -> str:
    """Return the text.

    Raises:
        cryptography.exceptions.InvalidTag: wrong key, or bound to something else.
    """
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    return _cipher(key).decrypt(nonce, ciphertext, bound_to.encode()).decode()


def _cipher(key: str) -> AESGCM:
    return AESGCM(b64decode(key))
