"""Permits: what an agent shows to a target, so that it may carry out one action once.

A JSON Web Token (RFC 7519) signed with Ed25519 (RFC 8037). Any target can verify it
with the public key that the platform publishes (RFC 7517): who may do exactly what,
until when. ``jti`` is the intent's id; a target takes each only once.
"""

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "EdDSA"


def sign(claims: Mapping[str, Any], *, key: str) -> str:
    """Return the token. ``key`` is an Ed25519 seed, 32 bytes in base64.

    The same claims give the same token, byte for byte.
    """
    jwk = public_jwk(key=key)
    headers = {"kid": jwk["kid"]}
    return jwt.encode(dict(claims), _private(key), algorithm=ALGORITHM, headers=headers)


def public_jwk(*, key: str) -> dict[str, str]:
    """Return the public key as a JSON Web Key; its id is its thumbprint (RFC 7638)."""
    raw = _private(key).public_key().public_bytes_raw()
    needed = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    canonical = json.dumps(needed, separators=(",", ":"), sort_keys=True).encode()
    kid = _base64url(hashlib.sha256(canonical).digest())
    return {**needed, "alg": ALGORITHM, "use": "sig", "kid": kid}


def _private(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b64decode(key))


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
