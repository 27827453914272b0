"""An owner, a clearance or readiness taken away while an intent is being committed.

The intent comes first, or never: once it is gone, nothing that the agent asks is done.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from agents.models import OwnerRole
from agents.services import accept_ownership, name_owner
from governance.models import Waiver
from governance.services.clearances import revoke
from governance.services.waiving import withdraw_waiver
from tenants.clock import database_now
from tenants.models import Membership
from tenants.services import restore_person, suspend_person
from tests.agents.test_accountability import second_admin
from tests.cast import Cast
from tests.governance.readying import (
    answered_for,
    clear_for,
    clearance_of,
    waive_all,
)
from tests.governance.rounds import StopsAndIntents
from tests.racing import Racers, rounds

WHY = "It is a test."
Act = Callable[[Cast, Membership], None]


def owner_leaves(cast: Cast, other: Membership) -> None:
    suspend_person(cast.ada, by=other, reason=WHY)


def owner_returns(cast: Cast, other: Membership) -> None:
    with cast.scope(other):
        restore_person(cast.ada, by=other, reason=WHY)


def owner_changes(cast: Cast, other: Membership) -> None:
    role = OwnerRole.OWNER
    accept_ownership(name_owner(agent=cast.agent, membership=other, role=role))


def owner_changes_back(cast: Cast, _other: Membership) -> None:
    answered_for(cast, cast.agent)
    clear_for(cast, cast.agent)


def clearance_goes(cast: Cast, other: Membership) -> None:
    revoke(clearance_of(cast), by=other, reason=WHY)


def clearance_returns(cast: Cast, _other: Membership) -> None:
    clear_for(cast, cast.agent)


def readiness_goes(cast: Cast, other: Membership) -> None:
    waiver = Waiver.objects.get(
        check_code="recovery.drill", agent=cast.agent, withdrawn_at__isnull=True
    )
    withdraw_waiver(waiver, by=other)


def readiness_returns(cast: Cast, _other: Membership) -> None:
    with cast.scope(cast.ada):
        waive_all(cast, cast.agent)


@pytest.mark.parametrize(
    ("goes", "returns"),
    [
        (owner_leaves, owner_returns),
        (owner_changes, owner_changes_back),
        (clearance_goes, clearance_returns),
        (readiness_goes, readiness_returns),
    ],
)
def test_nothing_is_done_once_what_the_agent_stands_on_is_gone(
    acme: Cast, goes: Act, returns: Act
) -> None:
    other = second_admin(acme)

    def stop() -> datetime:
        with acme.scope(other):
            goes(acme, other)
            return database_now()

    with Racers(2) as racers:
        both = StopsAndIntents(acme, acme.open_run(), racers, apart=40)
        first = [
            both.round(stop, undo=lambda: returns(acme, other))
            for _ in rounds(among=20)
        ]

    assert set(first) == {True, False}, "they never met"
