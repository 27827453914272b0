"""Row versions by django-simple-history, whose actor and reason come from the scope.

The library reads the actor from the web request, which leaves it empty in a
worker. Here it is the scope that knows, wherever the code runs.
"""

from typing import Any
from uuid import UUID

from django.db import models
from simple_history.models import HistoricalRecords

from tenants.clock import RemitNow
from tenants.identifiers import uuid7
from tenants.scoping import ClientScope, current_actor, current_scope


def actor_kind() -> str:
    """Return the kind of the scope's actor, for a new history row."""
    return current_actor().kind.value


def actor_label() -> str:
    """Return what the scope's actor is called, for a new history row."""
    return current_actor().label


class ActedVersion(models.Model):
    """What every history row also says: who acted, and when by the database's clock."""

    actor_kind = models.CharField(max_length=20, default=actor_kind)
    actor_label = models.CharField(max_length=200, default=actor_label)
    recorded_at = models.DateTimeField(db_default=RemitNow())

    class Meta:
        abstract = True


class ScopedHistory(HistoricalRecords):  # type: ignore[misc]  # untyped library
    """History rows that name the scope's actor and reason, and outlive everything."""

    def get_change_reason_for_object(
        self,
        instance: models.Model,
        history_type: str,
        using: str | None,
    ) -> str | None:
        """Return the scope's reason."""
        scope = current_scope()
        return scope.reason if isinstance(scope, ClientScope) else None


def tracked() -> ScopedHistory:
    """Return the history field for a model whose versions are kept for ever."""
    return ScopedHistory(
        bases=[ActedVersion],
        history_id_field=models.UUIDField(default=uuid7),
        # A plain id: the row must outlive the person and refuse no deletion.
        history_user_id_field=models.UUIDField(null=True),
        history_user_getter=_no_user_row,
        history_user_setter=_keep_id,
        get_user=_scope_actor_id,
        history_change_reason_field=models.TextField(null=True),
    )


def _scope_actor_id(**_: Any) -> UUID | None:
    return current_actor().id


def _keep_id(historical_instance: Any, user: UUID | None) -> None:
    historical_instance.history_user_id = user


def _no_user_row(_: models.Model) -> None:
    return None
