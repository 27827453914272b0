"""People: one account each, whichever clients they work with."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tenants.identifiers import uuid7


class UserManager(BaseUserManager["User"]):
    """Finds accounts by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account with this e-mail."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person's account. Global: what someone may do hangs on membership."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_governance_lead = models.BooleanField(
        default=False,
        help_text="Platform staff: reads across clients in the admin.",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return what the admin greets this person with."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets this person in."""
        return self.is_active and self.is_governance_lead

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the admin may show something: leads see all, others nothing."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the admin may show an app: leads see all, others nothing."""
        return self.is_staff
