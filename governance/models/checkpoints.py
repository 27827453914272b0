"""A person must answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.states import CheckpointState
from tenants.models import ClientOwned, to_client_owned

STATES = [(state.value, state.value) for state in CheckpointState]
_ANSWERED = models.Q(
    state__in=[CheckpointState.APPROVED.value, CheckpointState.REFUSED.value]
)
_BY_SOMEBODY = models.Q(answered_by__isnull=False, answered_at__isnull=False)
_BY_NOBODY = models.Q(answered_by__isnull=True, answered_at__isnull=True)


class CheckpointKind(models.TextChoices):
    """Who may answer."""

    CONFIRM = "confirm", "one person of the group"
    FOUR_EYES = "four_eyes", "somebody of the group who does not own the agent"


class Checkpoint(ClientOwned):
    """A question to a group, bound to the exact action, expiring to no.

    ``barred`` is a snapshot of who can never answer a four-eyes checkpoint: the
    database refuses their answer, whatever the code believes. It also refuses an
    answer to anything but a waiting question, an approval by fewer people than
    ``quorum``, and a second use of an approval.

    ``answered_by`` is who decided it: who refused, or approved as the last of them.
    """

    action = to_client_owned("governance.Action", related_name="checkpoints")
    group = to_client_owned("tenants.Group")
    kind = models.CharField(max_length=10, choices=CheckpointKind)
    quorum = models.PositiveSmallIntegerField(
        default=1, help_text="How many different people have to approve."
    )
    digest = models.CharField(max_length=71)
    rules_hash = models.CharField(max_length=71)
    barred = ArrayField(models.UUIDField())
    state = models.CharField(
        max_length=10, choices=STATES, default=CheckpointState.WAITING.value
    )
    asked_at = models.DateTimeField()
    deadline = models.DateTimeField()
    answered_by = to_client_owned("tenants.Membership", null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    used_at = models.DateTimeField(
        null=True, help_text="When the intent consumed the approval."
    )
    escalation = models.JSONField(
        default=list,
        db_default=[],
        help_text="Who is told when, as it was written when this was asked.",
    )
    notice_at = models.DateTimeField(
        null=True, help_text="When people are told next; empty when all have been."
    )

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[state.value for state in CheckpointState]
                ),
                name="checkpoint_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CheckpointKind.values),
                name="checkpoint_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quorum__gte=1), name="checkpoint_quorum_of_some"
            ),
            models.CheckConstraint(
                condition=(_ANSWERED & _BY_SOMEBODY) | (~_ANSWERED & _BY_NOBODY),
                name="checkpoint_answers_have_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True)
                | models.Q(state=CheckpointState.APPROVED.value),
                name="checkpoint_used_is_approved",
            ),
            models.UniqueConstraint(
                fields=["client", "action"],
                condition=models.Q(state=CheckpointState.WAITING.value),
                name="checkpoint_one_waiting_per_action",
            ),
        )
        indexes = (
            models.Index(
                fields=["deadline"],
                name="checkpoint_due",
                condition=models.Q(state=CheckpointState.WAITING.value),
            ),
            models.Index(
                fields=["notice_at"],
                name="checkpoint_notice_due",
                condition=models.Q(
                    state=CheckpointState.WAITING.value, notice_at__isnull=False
                ),
            ),
        )

    def __str__(self) -> str:
        return f"checkpoint {self.id}"


class Answer(models.TextChoices):
    """What one person says."""

    APPROVED = "approved", "approved"
    REFUSED = "refused", "refused"


class RefusalCause(models.TextChoices):
    """Why somebody refuses, in short: to be counted, beside the words."""

    WRONG = "wrong", "Something in it is wrong"
    NEEDLESS = "needless", "It is not needed, or not yet"
    UNPROVEN = "unproven", "There is too little to go by"
    SUSPICIOUS = "suspicious", "It looks like a deception"
    AGAINST = "against", "It is against what we agreed"
    OTHER = "other", "Something else"


class CheckpointAnswer(ClientOwned):
    """What one person said to a checkpoint: once, and never changed.

    Before its quorum is reached, an approval decides nothing. ``delegated_by`` is in
    whose place the person answered, if not in their own.
    """

    checkpoint = to_client_owned("governance.Checkpoint", related_name="answers")
    person = to_client_owned("tenants.Membership")
    answer = models.CharField(max_length=10, choices=Answer)
    cause = models.CharField(
        max_length=10, choices=RefusalCause, blank=True, default="", db_default=""
    )
    reason = models.TextField()
    answered_at = models.DateTimeField()
    delegated_by = to_client_owned("tenants.Membership", null=True)
    stepped_up = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether this person's second factor was shown for this very answer.",
    )

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(cause__in=["", *RefusalCause.values]),
                name="checkpoint_cause_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cause="") | models.Q(answer=Answer.REFUSED),
                name="checkpoint_cause_of_a_refusal",
            ),
            models.UniqueConstraint(
                fields=["client", "checkpoint", "person"],
                name="checkpoint_answer_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values),
                name="checkpoint_answer_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer} checkpoint {self.checkpoint_id}"
