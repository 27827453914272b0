"""What is undone after a run stopped midway, one thing after the other."""

from django.db import models

from governance.states import CompensationState
from tenants.models import ClientOwned, to_client_owned

COMPENSATION_STATES = [(state.value, state.value) for state in CompensationState]


class Compensation(ClientOwned):
    """One effect that is undone, as it was planned when somebody decided that.

    ``undoes`` had the effect. Remit undoes it by an action of this ``kind`` with these
    ``parameters``; without a kind a person does, and says in ``words`` what they did,
    or why it is left as it is. ``act`` is what undoing it means.
    """

    rescue = to_client_owned("governance.Rescue", related_name="compensations")
    position = models.PositiveSmallIntegerField()
    undoes = to_client_owned("governance.Action")
    kind = to_client_owned("agents.ActionType", null=True)
    parameters = models.JSONField(default=dict)
    act = models.TextField()
    state = models.CharField(
        max_length=10,
        choices=COMPENSATION_STATES,
        default=CompensationState.PLANNED.value,
    )
    words = models.TextField(blank=True)
    by = to_client_owned("tenants.Membership", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "rescue", "position"],
                name="compensation_one_after_the_other",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[state.value for state in CompensationState]
                ),
                name="compensation_state_known",
            ),
        )
        indexes = (
            # The workers': what is being undone.
            models.Index(
                fields=["client", "id"],
                condition=models.Q(state=CompensationState.UNDER_WAY.value),
                name="compensation_under_way",
            ),
        )

    def __str__(self) -> str:
        return self.act
