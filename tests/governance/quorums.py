"""Rules that ask several people, and answers past the service."""

import uuid
from datetime import timedelta

from governance.models import CheckpointAnswer
from tenants.clock import database_now
from tenants.models import Group, Membership
from tenants.services import join_group
from tests.cast import Cast
from tests.governance.answering import loaded
from tests.governance.ruling import change_rule


def require(cast: Cast, quorum: int, *, rule: str = "pay-larger") -> None:
    """Have so many people of Finance asked by a rule."""
    kind = "four_eyes" if rule == "pay-unknown" else "confirm"
    obligation = {"group": "Finance", "kind": kind, "minutes": 60, "quorum": quorum}
    change_rule(cast, rule, obligation=obligation)


def into_finance(cast: Cast, *people: Membership) -> None:
    with cast.scope():
        group = Group.objects.get(name="Finance")
        for one in people:
            join_group(membership=one, group=group)


def approve_by_row(cast: Cast, waiting: uuid.UUID, who: Membership) -> None:
    """Approve by a row, past the service."""
    with cast.scope(who):
        CheckpointAnswer(
            checkpoint_id=waiting,
            person=who,
            answer="approved",
            reason="Past the service.",
            answered_at=database_now(),
        ).save(force_insert=True)


def time_left(cast: Cast, waiting: uuid.UUID) -> timedelta:
    with cast.scope():
        return loaded(waiting).deadline - database_now()
