"""Changing a client's rules, and the second gate that may then answer otherwise."""

from typing import Any
from uuid import UUID

from governance.models import Action, BoundaryRule
from governance.services.boundaries import publish_boundary
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast


def change_rule(cast: Cast, key: str, **changes: Any) -> None:
    """Change a rule and publish."""
    with cast.scope():
        rule = BoundaryRule.objects.get(key=key)
        for name, value in changes.items():
            setattr(rule, name, value)
        rule.save(update_fields=list(changes))
        publish_boundary(published_by=cast.ada)


def drop_rule(cast: Cast, key: str) -> None:
    """Delete a rule and publish."""
    with cast.scope():
        BoundaryRule.objects.get(key=key).delete()
        publish_boundary(published_by=cast.ada)


def pass_second_gate(cast: Cast, action_id: UUID) -> Action:
    """Claim an action and ask the gate again; return what has become of it."""
    with client_scope(cast.client.id, actor=PLATFORM):
        fence = claim(action_id)
        assert fence is not None
        intend(action_id, fence=fence)
        return Action.objects.get(id=action_id)
