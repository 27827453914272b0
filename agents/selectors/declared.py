"""Reads: what agents can do, as it was declared."""

from uuid import UUID

from django.db.models import QuerySet

from agents.models import ActionType
from tenants.errors import NotFound
from tenants.models.ready import Asked, Ready


def current_action_types() -> list[ActionType]:
    """Return the newest version of each action type of the scope's client, by name."""
    rows = ActionType.objects.select_related("runner")
    return list(rows.order_by("name", "-version").distinct("name"))


def current_action_type(name: str) -> ActionType | None:
    """Return the newest version of an action type, or None if it is not declared."""
    rows = ActionType.objects.select_related("runner").filter(name=name)
    return rows.order_by("-version").first()


def undone_by(name: str) -> str:
    """Return the name of an action that this one undoes; "" where there is none."""
    undone = (
        one.name
        for one in current_action_types()
        if one.compensation.get("action") == name
    )
    return next(undone, "")


def ask_current_action_type(name: str) -> Asked[ActionType]:
    """Put off asking for the newest version of an action type."""
    return _newest_type.ask(name=name)


@Ready
def _newest_type(name: str) -> QuerySet[ActionType]:
    return ActionType.objects.filter(name=name).order_by("-version")[:1]


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
