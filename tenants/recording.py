"""What tenants has to tell the ledger, without knowing the ledger.

``audit`` stands above ``tenants`` and binds its recorder here when it starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class TenantEvent(StrEnum):
    """What can happen to clients and their people."""

    CLIENT_CREATED = "client.created"
    PERSON_ADDED = "person.added"
    PERSON_JOINED_GROUP = "group.joined"
    CLIENT_ENTERED = "client.entered"
    SUPPORT_OPENED = "support.opened"
    SUPPORT_ENDED = "support.ended"
    CLIENT_FOUNDED = "client.founded"
    CLIENT_CHANGED = "client.changed"
    PERSON_INVITED = "person.invited"
    INVITATION_RENEWED = "invitation.renewed"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    PERSON_RENAMED = "person.renamed"
    SECOND_FACTOR_SET = "person.second_factor_set"
    SECOND_FACTOR_REMOVED = "person.second_factor_removed"
    RECOVERY_CODES_RENEWED = "person.recovery_codes_renewed"
    SECOND_FACTOR_DEMANDED = "client.second_factor_demanded"
    SECOND_FACTOR_WAIVED = "client.second_factor_waived"
    ROLE_CHANGED = "person.role_changed"
    PERSON_SUSPENDED = "person.suspended"
    PERSON_RESTORED = "person.restored"
    PERSON_LEFT_GROUP = "group.left"
    DELEGATED = "person.delegated"
    DELEGATION_WITHDRAWN = "person.delegation_withdrawn"
    GROUP_CREATED = "group.created"
    GROUP_RENAMED = "group.renamed"
    HOURS_SET = "client.hours_set"
    GROUP_IN_HOURS = "group.in_hours"
    GROUP_ANY_TIME = "group.any_time"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in the fields that its sentence needs.

    ``private`` holds what may be about a person: it is kept beside the entry
    and only a commitment to it is hashed.
    """

    event: TenantEvent
    subject_type: str
    subject_id: UUID
    params: Mapping[str, str] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)


class Recorder(Protocol):
    """What writes a happening into the ledger, in the open transaction."""

    def __call__(self, happening: Happening, /) -> None:
        """Write it or raise."""


class NotBoundError(RuntimeError):
    """Nothing is bound: an act would leave no trace, so it must not happen."""


_bound: list[Recorder] = []


def bind(recorder: Recorder) -> None:
    """Name the one recorder. Called once, when ``audit`` starts."""
    _bound[:] = [recorder]


def record(happening: Happening) -> None:
    """Have it recorded in the open transaction.

    Raises:
        NotBoundError: no recorder is bound.
    """
    if not _bound:
        raise NotBoundError("audit has not bound its recorder")
    _bound[0](happening)
