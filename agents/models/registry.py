"""Agents and who answers for them."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class Agent(ClientOwned):
    """A registered program with its own credentials; it never approves anything."""

    name = models.CharField(max_length=80)
    purpose = models.TextField()
    registered_at = models.DateTimeField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "name"], name="agent_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class OwnerRole(models.TextChoices):
    """In which place a person answers for an agent."""

    OWNER = "owner", "responsible owner"
    DEPUTY = "deputy", "deputy"


class Ownership(ClientOwned):
    """A person who answers for an agent, from acceptance until ``until``.

    Named is not yet accountable: without ``accepted_at`` nobody answers. The
    database refuses two accepted owners of one agent at the same time.
    """

    agent = to_client_owned("agents.Agent")
    membership = to_client_owned("tenants.Membership")
    role = models.CharField(max_length=10, choices=OwnerRole)
    named_at = models.DateTimeField()
    duty = models.TextField(help_text="What the person was shown and accepted.")
    decides = models.TextField(
        blank=True, default="", help_text="What the person may decide alone."
    )
    accepted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=OwnerRole.values),
                name="ownership_role_known",
            ),
            models.UniqueConstraint(
                fields=["client", "agent", "membership", "role"],
                condition=models.Q(accepted_at__isnull=True, until__isnull=True),
                name="ownership_named_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.membership_id}"


class AgentKey(ClientOwned):
    """A credential: the prefix finds it, the digest proves it.

    An agent has two places for keys, so that one can follow another without a gap.
    The database refuses two live keys in one place (``key_two_at_a_time``).
    """

    agent = to_client_owned("agents.Agent")
    name = models.CharField(max_length=60, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=1)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.BinaryField()
    issued_at = models.DateTimeField()
    issued_by = to_client_owned("tenants.Membership", null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = to_client_owned("tenants.Membership", null=True)
    revoke_reason = models.TextField(blank=True, default="")
    last_used_at = models.DateTimeField(
        null=True, help_text="To the minute: see the function remit_admit_key."
    )

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(place__in=[1, 2]), name="key_place_known"
            ),
        )

    def __str__(self) -> str:
        return self.prefix
