"""Secrets at rest: AES-256-GCM, bound to the row that they belong to.

What the ciphertext is bound to (client, table, row, field) is authenticated with
it, so moving it to another client or row makes it unreadable. Keys are 32 bytes in
base64; the first of several seals, any of them unseals.
"""

import os
from base64 import b64decode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


def seal(text: str, *, keys: Sequence[str], bound_to: str) -> bytes:
    """Return nonce and ciphertext, under the first key."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(keys[0]).encrypt(nonce, text.encode(), bound_to.encode())


def unseal(sealed: bytes, *, keys: Sequence[str], bound_to: str) -> str:
    """Return the text.

    Raises:
        cryptography.exceptions.InvalidTag: sealed under none of these keys, or bound
            to something else.
    """
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for key in keys:
        try:
            return _cipher(key).decrypt(nonce, ciphertext, bound_to.encode()).decode()
        except InvalidTag:
            continue
    raise InvalidTag


def _cipher(key: str) -> AESGCM:
    return AESGCM(b64decode(key))
