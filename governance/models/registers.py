"""Facts: registers of records that the platform looks up, and who keeps them."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned

LONGEST_KEY = 120
# Normalising may make a key longer: one ligature is up to 18 letters.
LONGEST_MATCH = 400


class Register(ClientOwned):
    """A table of facts that the client keeps: approved suppliers, purchase orders.

    ``columns`` says of what type the values of some columns are, as a list of
    ``{"name": ..., "type": ...}``; those of all others are text.
    """

    name = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    columns = models.JSONField(default=list)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "name"], name="register_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class RegisterState(ClientOwned):
    """How often a register's records were changed, and when last.

    Whoever changes records locks this row first, so that what was previewed can be
    told from what has become of it.
    """

    register = to_client_owned("governance.Register")
    revision = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "register"], name="register_state_once"
            ),
        )

    def __str__(self) -> str:
        return f"revision {self.revision}"


class Record(ClientOwned):
    """One record of a register; the platform looks it up, never the agent.

    It is found by ``match_key``, the form in which conditions compare texts: another
    spelling of a key is the same key, and one that only looks alike is another.
    """

    register = to_client_owned("governance.Register")
    key = models.CharField(max_length=LONGEST_KEY)
    match_key = models.CharField(max_length=LONGEST_MATCH)
    data = models.JSONField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "register", "match_key"],
                name="record_key_once",
            ),
        )

    def __str__(self) -> str:
        return self.key


class RegisterUpload(ClientOwned):
    """A file that was read and checked, until the person who sent it applies it.

    ``rows`` are the records as they would be kept; ``revision`` is that of the
    register when the file came.
    """

    register = to_client_owned("governance.Register")
    person = to_client_owned("tenants.Membership")
    rows = models.JSONField()
    removes = models.BooleanField(
        default=False, help_text="Whether records that are not in the file go."
    )
    digest = models.CharField(max_length=71)
    revision = models.PositiveBigIntegerField()
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "register", "person"], name="upload_one_each"
            ),
        )

    def __str__(self) -> str:
        return self.digest


class FeedKey(ClientOwned):
    """A credential with which a program of the client keeps one register.

    No agent has one: what an agent's actions are checked against, it cannot change.
    """

    register = to_client_owned("governance.Register")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.BinaryField()
    issued_at = models.DateTimeField()
    issued_by = to_client_owned("tenants.Membership")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = to_client_owned("tenants.Membership", null=True)
    revoke_reason = models.TextField(blank=True, default="")
    last_used_at = models.DateTimeField(
        null=True, help_text="To the minute: see the function remit_admit_feed."
    )

    def __str__(self) -> str:
        return self.prefix
