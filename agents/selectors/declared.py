"""Reads: what agents can do, as it was declared."""

from uuid import UUID

from agents.models import ActionType
from tenants.errors import NotFound


def current_action_types() -> list[ActionType]:
    """Return the newest version of each action type of the scope's client, by name."""
    rows = ActionType.objects.select_related("runner")
    return list(rows.order_by("name", "-version").distinct("name"))


def current_action_type(name: str) -> ActionType | None:
    """Return the newest version of an action type, or None if it is not declared."""
    rows = ActionType.objects.select_related("runner").filter(name=name)
    return rows.order_by("-version").first()


def action_type_by_id(action_type_id: UUID) -> ActionType:
    """Return one version of an action type.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = ActionType.objects.select_related("runner")
    found = rows.filter(id=action_type_id).first()
    if found is None:
        raise NotFound("There is no such action type.")
    return found


def versions_of(name: str) -> list[ActionType]:
    """Return every version of an action type, the newest first."""
    rows = ActionType.objects.select_related("runner").filter(name=name)
    return list(rows.order_by("-version"))
