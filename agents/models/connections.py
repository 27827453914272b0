"""How actions are carried out: runners, their secrets, the hosts they reach."""

from django.db import models

from agents.egress import Host
from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class RunnerKind(models.TextChoices):
    """How an allowed action is carried out."""

    WEBHOOK = "webhook", "Signed webhook"
    EMAIL = "email", "E-mail to an address on record"
    LOOKUP = "lookup", "Look-up in the client's records"


class Runner(ClientOwned):
    """A connection over which the platform carries actions out."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=RunnerKind)
    url = models.URLField(blank=True)
    timeout_seconds = models.PositiveSmallIntegerField(default=10)
    retired_at = models.DateTimeField(null=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "name"], name="runner_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=RunnerKind.values),
                name="runner_kind_known",
            ),
        )

    def __str__(self) -> str:
        return self.name


class RunnerSecret(ClientOwned):
    """A secret that requests of a runner are signed with, from ``made_at`` on.

    Two are live while one takes over from the other, which has an ``ends_at`` then.
    No history is kept: a version would keep what has been forgotten.
    """

    runner = to_client_owned("agents.Runner")
    sealed = models.BinaryField(editable=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        pass

    def __str__(self) -> str:
        return f"secret {self.id}"


class AllowedHost(ClientOwned):
    """A host that runners may reach, by its exact name and port."""

    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    reason = models.TextField()
    added_by = to_client_owned("tenants.Membership", null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "host", "port"],
                condition=models.Q(removed_at__isnull=True),
                name="allowed_host_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the host, with its port where that is not the usual one."""
        return str(Host(self.host, self.port))
