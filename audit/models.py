"""The ledger's tables. Written by ``audit.ledger`` alone, changed by nobody."""

from django.db import models

from tenants.models import ClientOwned


class Entry(ClientOwned):
    """One ledger entry: the hashed bytes, and what the database reads out of them.

    The table is partitioned by id (UUIDv7, so by time) and made by SQL in the
    first migration. The application can insert id, client and ``body`` alone: the
    database stamps ``recorded_at`` and generates the rest from ``body``, so a page
    cannot show what was not hashed.
    """

    body = models.BinaryField()
    recorded_at = models.DateTimeField(editable=False)
    leaf_hash = models.BinaryField(editable=False)
    data = models.JSONField(editable=False)
    event = models.TextField(editable=False)
    # Generated: NULL where the bytes say nothing about it.
    actor_id = models.TextField(editable=False, null=True)  # noqa: DJ001
    target_id = models.TextField(editable=False)
    run_id = models.TextField(editable=False, null=True)  # noqa: DJ001
    agent_id = models.TextField(editable=False, null=True)  # noqa: DJ001

    class Meta(ClientOwned.Meta):
        verbose_name = "ledger entry"
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class PrivateValue(ClientOwned):
    """Text about a person that an entry committed to; may one day be erased."""

    entry_id = models.UUIDField()
    path = models.TextField()
    salt = models.BinaryField()
    value = models.TextField()

    class Meta(ClientOwned.Meta):
        constraints = (
            # A second value could be shown in the place of the one committed to.
            models.UniqueConstraint(
                fields=["client", "entry_id", "path"], name="private_value_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} of {self.entry_id}"
