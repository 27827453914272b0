"""The exact bytes of a ledger entry, version 1.

RFC 8785 canonical JSON: the same content gives the same bytes in every language,
so that an outsider can hash what a page shows. Money and numbers are strings.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tenants.canonical import canonical_bytes

VERSION = 1
MAX_BYTES = 61_440
# RFC 6962, section 2.1: leaves are hashed with this byte before them.
LEAF_PREFIX = b"\x00"


class EntryTooLargeError(ValueError):
    """The entry would not fit into a tile's 16-bit length prefix."""


@dataclass(frozen=True, slots=True)
class Body:
    """What one entry says: who, what, to what, on whose authority, why, outcome.

    ``params`` are the public values of the sentence, ``private`` the commitments
    to those that may be about a person.
    """

    id: UUID
    client: UUID
    event: str
    code: str
    occurred_at: datetime
    recorded_at: datetime
    actor: Mapping[str, str | None]
    target: Mapping[str, str]
    outcome: str
    sentence: str
    params: Mapping[str, str]
    private: Mapping[str, str]
    authority: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    observer: str = "remit"
    lang: str = "en"


def encode(body: Body) -> bytes:
    """Return the entry's bytes.

    Raises:
        EntryTooLargeError: over 60 KiB; keep large payloads beside, by hash.
    """
    encoded = canonical_bytes(
        {
            "v": VERSION,
            "id": str(body.id),
            "client": str(body.client),
            "event": body.event,
            "code": body.code,
            "occurred_at": body.occurred_at.isoformat(),
            "recorded_at": body.recorded_at.isoformat(),
            "actor": dict(body.actor),
            "target": dict(body.target),
            "outcome": body.outcome,
            "sentence": body.sentence,
            "params": dict(body.params),
            "private": dict(body.private),
            "authority": dict(body.authority),
            "context": dict(body.context),
            "observer": body.observer,
            "lang": body.lang,
        }
    )
    if len(encoded) > MAX_BYTES:
        raise EntryTooLargeError(f"an entry of {len(encoded)} bytes")
    return encoded


def leaf_hash(body: bytes) -> bytes:
    """Return the Merkle leaf hash of an entry's bytes (RFC 6962, section 2.1)."""
    return hashlib.sha256(LEAF_PREFIX + body).digest()
