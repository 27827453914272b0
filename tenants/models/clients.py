"""Clients and who works there."""

from django.db import models

from tenants.history import tracked
from tenants.identifiers import uuid7
from tenants.models.base import ClientOwned, to_client_owned
from tenants.models.people import User
from tenants.scoping import LeadScope, current_scope


class ScopedClientManager(models.Manager["Client"]):
    """The scope's own client, or all of them for a governance lead."""

    def get_queryset(self) -> models.QuerySet["Client"]:
        """Return the rows, or raise NoClientScope."""
        scope = current_scope()
        rows = super().get_queryset()
        if isinstance(scope, LeadScope):
            return rows
        return rows.filter(id=scope.client_id)


class Client(models.Model):
    """A tenant: one company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    second_publisher = models.BooleanField(
        default=False,
        help_text="Whether boundaries are published by somebody else than proposed.",
    )
    second_lifter = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether a halt is lifted by somebody else than asked for it.",
    )
    second_factor_required = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether who may decide shows a second factor.",
    )
    working_hours = models.JSONField(
        default=dict,
        db_default={},
        help_text="When people work; the usual hours where nothing is written.",
    )
    created_at = models.DateTimeField()

    objects = ScopedClientManager()
    history = tracked()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may do in the portal of a client."""

    ADMIN = "admin", "Client admin"
    OPERATOR = "operator", "Operator"
    AUDITOR = "auditor", "Auditor"
    MEMBER = "member", "Member"


class Membership(ClientOwned):
    """A person's place at a client."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "user"],
                name="membership_once_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="membership_role_known",
            ),
        )

    def __str__(self) -> str:
        """Return the person's name. Costs a query unless the user is loaded."""
        return self.user.name


class Group(ClientOwned):
    """People of a client who answer the same checkpoints."""

    name = models.CharField(max_length=80)
    members = models.ManyToManyField(
        Membership,
        through="GroupMember",
        related_name="groups",
    )
    in_working_hours = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether its time to answer counts only while the client works.",
    )

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "name"], name="group_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class GroupMember(ClientOwned):
    """One person's membership of one group."""

    group = to_client_owned("tenants.Group")
    membership = to_client_owned("tenants.Membership")

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "group", "membership"],
                name="group_member_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.group_id}"
