"""The ground of every table that belongs to a client."""

from typing import Any, TypeVar

from django.db import models

from tenants.identifiers import uuid7
from tenants.models.putting import put_changes, put_row
from tenants.scoping import LeadScope, current_client_id, current_scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class ForeignClientError(RuntimeError):
    """A row of one client was about to be written inside another's scope."""


class ClientManager(models.Manager[M_co]):
    """Rows of the open scope's client; without a scope there is no query at all."""

    def get_queryset(self) -> models.QuerySet[M_co]:
        """Return the scope's rows.

        Raises:
            NoClientScope: no scope is open.
        """
        scope = current_scope()
        rows = super().get_queryset()
        if isinstance(scope, LeadScope):
            return rows
        return rows.filter(client_id=scope.client_id)


class ClientOwned(models.Model):
    """A row that belongs to exactly one client, that of the scope it is made in.

    Row security and composite foreign keys (``tenants.isolation``) say the same
    to the database; this says it early and with a readable error.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey(
        "tenants.Client",
        on_delete=models.PROTECT,
        default=current_client_id,
        editable=False,
        related_name="+",
    )

    objects = ClientManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside the scope of its own client.

        Raises:
            ForeignClientError: the scope is another client's.
        """
        self._require_own_scope()
        super().save(*args, **kwargs)

    def put(self) -> None:
        """Put the insertion of this new row off: see ``tenants.statements``.

        For rows without a history, which are written as they stand.

        Raises:
            ForeignClientError: the scope is another client's.
        """
        self._require_own_scope()
        put_row(self)

    def put_changes(self, *names: str) -> None:
        """Put writing these fields of this row off, as ``put`` does.

        Raises:
            ForeignClientError: the scope is another client's.
        """
        self._require_own_scope()
        put_changes(self, names)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete inside the scope of its own client; Django asks no manager here.

        Raises:
            ForeignClientError: the scope is another client's.
        """
        self._require_own_scope()
        return super().delete(*args, **kwargs)

    def _require_own_scope(self) -> None:
        if self.client_id != current_client_id():
            raise ForeignClientError(f"{type(self).__name__} of another client")


def to_client_owned(to: str, **options: Any) -> Any:
    """Return a foreign key to another row of the same client.

    The database's own constraint on it is the composite one, on
    ``(client_id, id)``, that ``tenants.isolation.Isolate`` creates.
    """
    options.setdefault("on_delete", models.PROTECT)
    options.setdefault("related_name", "+")
    return models.ForeignKey(to, db_constraint=False, **options)
