"""What an approval is bound to: canonical bytes (RFC 8785) under SHA-256."""

import hashlib
from typing import Any

import rfc8785

from governance.models import Action


def digest_of(content: Any) -> str:
    """Return ``sha256:<hex>`` of JSON-like content.

    Raises:
        rfc8785.CanonicalizationError: the content has no canonical form.
    """
    return f"sha256:{hashlib.sha256(rfc8785.dumps(content)).hexdigest()}"


def action_digest(action: Action) -> str:
    """Return the digest of what an action would do, for whom, by whom and to what."""
    return digest_of(
        {
            "client": str(action.client_id),
            "agent": str(action.agent_id),
            "workflow_version": str(action.run.workflow_version_id),
            "action_type": str(action.action_type_id),
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "parameters": action.parameters,
        }
    )
