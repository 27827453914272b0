"""Canonical JSON (RFC 8785): the same content is the same bytes in every language."""

import json
from typing import Any

import rfc8785

# Beyond it a whole number has no canonical form (RFC 8785, 3.2.2.3).
LARGEST = 2**53 - 1


def canonical_bytes(value: Any) -> bytes:
    """Return the canonical bytes of JSON-like content.

    Raises:
        rfc8785.CanonicalizationError: the content has no canonical form.
    """
    if not _is_plain(value):
        return rfc8785.dumps(value)
    text = _encoder.encode(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return rfc8785.dumps(value)


# What only fractions and the order of unusual keys need is left out, at which the
# standard library writes the same, many times faster.
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return abs(int(value)) <= LARGEST
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _is_plain(member)
            for key, member in value.items()
        )
    return kind is list and all(map(_is_plain, value))
