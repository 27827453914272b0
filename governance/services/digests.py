"""What an approval is bound to: canonical bytes (RFC 8785) under SHA-256."""

import hashlib
from typing import Any

import rfc8785


def digest_of(content: Any) -> str:
    """Return ``sha256:<hex>`` of JSON-like content.

    Raises:
        rfc8785.CanonicalizationError: the content has no canonical form.
    """
    return f"sha256:{hashlib.sha256(rfc8785.dumps(content)).hexdigest()}"
