"""What an approval is bound to: canonical bytes (RFC 8785) under SHA-256."""

import hashlib
import json
from typing import Any

from governance.models import Action
from tenants.canonical import LARGEST, canonical_bytes


def digest_of(content: Any) -> str:
    """Return ``sha256:<hex>`` of JSON-like content.

    Raises:
        rfc8785.CanonicalizationError: the content has no canonical form.
    """
    return f"sha256:{hashlib.sha256(canonical_bytes(content)).hexdigest()}"


def digest_as_sent(content: Any) -> str:
    """Return ``digest_of`` content that came as JSON, whatever numbers it holds."""
    return digest_of(_as_sent(content))


def action_digest(action: Action) -> str:
    """Return the digest of what an action would do; its reason is not part of it."""
    return digest_of(
        {
            "client": str(action.client_id),
            "agent": str(action.agent_id),
            "workflow_version": str(action.run.workflow_version_id),
            "action_type": str(action.action_type_id),
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "parameters": _as_sent(action.parameters),
        }
    )


def _as_sent(content: Any) -> Any:
    # PostgreSQL returns 1e20 as a whole number; as sent, it was none.
    return json.loads(json.dumps(content), parse_int=_number)


def _number(digits: str) -> int | float:
    whole = int(digits)
    return whole if abs(whole) <= LARGEST else float(whole)
