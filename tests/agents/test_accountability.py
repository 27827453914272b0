"""Who was accountable for an agent at a moment has one answer, which stays."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from agents.models import Accountability, OwnerRole
from agents.selectors import (
    absences_of,
    accountable,
    line_of,
    owner_of_record,
)
from agents.services import (
    accept_ownership,
    end_ownership,
    name_owner,
    plan_absence,
    withdraw_absence,
)
from tenants.clock import database_now
from tenants.errors import DomainError, Invalid, NotAllowed
from tenants.models import Membership, Role
from tenants.services import add_person, create_user, restore_person, suspend_person
from tests.cast import PASSWORD, Cast
from tests.database import run
from tests.governance.answering import clock_ahead

DAY = timedelta(days=1)
WHY = "It is a test."
_DOUBLED = """
INSERT INTO agents_accountability (id, since, until, agent_id, client_id, ownership_id)
SELECT gen_random_uuid(), since, until, agent_id, client_id, ownership_id
  FROM agents_accountability
"""


def second_admin(cast: Cast) -> Membership:
    """Return an admin who may suspend the first one."""
    email = f"zoe+{uuid4().hex[:10]}@acme.example"
    user = create_user(email=email, name="Zoe Admin", password=PASSWORD)
    with cast.scope(cast.ada):
        return add_person(user=user, role=Role.ADMIN)


def who(cast: Cast, moment: datetime | None = None) -> str | None:
    """Return who answers for the cast's agent, at a moment or now."""
    with cast.scope():
        found = accountable(cast.agent.id, at=moment)
        return found.membership.user.name if found else None


def taken_over(cast: Cast, by: Membership) -> None:
    with cast.scope(cast.ada):
        named = name_owner(agent=cast.agent, membership=by, role=OwnerRole.OWNER)
    with cast.scope(by):
        accept_ownership(named)


def test_a_successor_follows_without_a_gap_and_the_past_stays(acme: Cast) -> None:
    with acme.scope():
        before = database_now()
    taken_over(acme, acme.cy)

    assert (who(acme, before), who(acme)) == ("Ada Rossi", "Cy Okafor")
    with acme.scope():
        new, old = line_of(acme.agent)
        assert old.until == new.since


def test_while_the_owner_is_away_the_deputy_answers(acme: Cast) -> None:
    with acme.scope(acme.ada):
        now = database_now()
        absence = plan_absence(
            acme.ada, since=now + DAY, until=now + 3 * DAY, by=acme.ada
        )

    assert who(acme) == "Ada Rossi"
    assert who(acme, now + 2 * DAY) == "Bo Lindqvist"
    assert who(acme, now + 4 * DAY) == "Ada Rossi"
    with clock_ahead(2 * DAY):
        assert who(acme) == "Bo Lindqvist"
        with acme.scope(acme.ada):
            withdraw_absence(absence, by=acme.ada)
        assert who(acme) == "Ada Rossi"


def test_where_the_deputy_is_away_as_well_nobody_answers(acme: Cast) -> None:
    with acme.scope(acme.ada):
        now = database_now()
        plan_absence(acme.ada, since=now, until=now + 3 * DAY, by=acme.ada)
        plan_absence(acme.bo, since=now + DAY, until=now + 2 * DAY, by=acme.ada)

    assert who(acme) == "Bo Lindqvist"
    assert who(acme, now + DAY) is None
    assert who(acme, now + 2 * DAY) == "Bo Lindqvist"


def test_who_leaves_answers_no_longer_and_their_time_is_kept(acme: Cast) -> None:
    zoe = second_admin(acme)
    with acme.scope(zoe):
        suspend_person(acme.ada, by=zoe, reason=WHY)
        gone = database_now()
    assert (who(acme), who(acme, gone)) == (None, None)
    with acme.scope(zoe):
        restore_person(acme.ada, by=zoe, reason=WHY)

    assert who(acme) == "Ada Rossi"
    assert who(acme, gone) is None


def test_a_handover_that_nobody_accepts_in_time_stops_the_agent(acme: Cast) -> None:
    with acme.scope(acme.ada):
        held = accountable(acme.agent.id)
        assert held is not None
        last = database_now() + DAY
        end_ownership(held, at=last, by=acme.ada)
        named = name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)

    assert who(acme, last - timedelta(seconds=1)) == "Ada Rossi"
    assert who(acme, last) is None
    with acme.scope(acme.cy):
        accept_ownership(named)
    assert (who(acme), who(acme, last)) == ("Cy Okafor", "Cy Okafor")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agents_accountability SET until = remit_now() - interval '1 day'",
        "UPDATE agents_accountability SET since = remit_now()",
        "DELETE FROM agents_accountability",
        _DOUBLED,
    ],
)
def test_the_line_cannot_be_changed_afterwards_nor_doubled(
    acme: Cast, statement: str
) -> None:
    with acme.scope():
        rows = list(Accountability.objects.values_list("since", "until"))
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
        assert list(Accountability.objects.values_list("since", "until")) == rows


def test_what_is_past_stays_even_when_much_is_called_off(acme: Cast) -> None:
    with acme.scope(acme.ada):
        now = database_now()
        absences = [
            plan_absence(
                acme.ada, since=now + n * DAY, until=now + (n + 1) * DAY, by=acme.ada
            )
            for n in (1, 3, 5)
        ]
        for absence in absences:
            withdraw_absence(absence, by=acme.ada)
        called_off = Accountability.objects.filter(until=F("since")).count()

    assert called_off > 0
    assert {who(acme, now + n * DAY) for n in range(8)} == {"Ada Rossi"}


def test_only_the_person_or_an_admin_says_who_is_away(acme: Cast) -> None:
    with acme.scope(acme.bo):
        now = database_now()
        with pytest.raises(NotAllowed, match="Only Ada Rossi or an admin"):
            plan_absence(acme.ada, since=now, until=now + DAY, by=acme.bo)
        with pytest.raises(Invalid, match="ends after it begins"):
            plan_absence(acme.bo, since=now, until=now - DAY, by=acme.bo)
        plan_absence(acme.bo, since=now, until=now + DAY, by=acme.bo)


@pytest.mark.parametrize("seed", range(6))
def test_over_any_history_one_answers_at_most_and_the_past_stays(
    acme: Cast, seed: int
) -> None:
    """Acceptances, endings, absences, departures and returns, drawn; then all asked."""
    chance, zoe = Random(seed), second_admin(acme)  # noqa: S311 - a history, no secret
    told: dict[datetime, str | None] = {}
    for _ in range(12):
        happen(acme, zoe, chance)
        with acme.scope():
            now = database_now()
        told[now] = who(acme, now)
        assert {at: who(acme, at) for at in told} == told
        assert who(acme) == told[now]


def happen(cast: Cast, zoe: Membership, chance: Random) -> None:
    """Let something happen that may change who answers; what is refused is refused."""
    person = chance.choice([cast.ada, cast.bo, cast.cy])
    with cast.scope(zoe):
        now = database_now()
        person.refresh_from_db()
        act = chance.choice(["takes over", "stands in", "away", "back", "left", "ends"])
        span = chance.choice([0, 1, 2]) * DAY
        with suppress(DomainError), transaction.atomic():
            if act == "away":
                plan_absence(person, since=now + span, until=now + 3 * DAY, by=zoe)
            elif act == "back" and absences_of([person]):
                withdraw_absence(absences_of([person])[0], by=zoe)
            elif act == "left" and person.is_active:
                suspend_person(person, by=zoe, reason=WHY)
            elif act == "left":
                restore_person(person, by=zoe, reason=WHY)
            elif act == "ends" and (held := owner_of_record(cast.agent.id)):
                end_ownership(held, at=now + DAY, by=zoe)
    if act in {"takes over", "stands in"}:
        role = OwnerRole.OWNER if act == "takes over" else OwnerRole.DEPUTY
        with suppress(DomainError), cast.scope(person):
            accept_ownership(name_owner(agent=cast.agent, membership=person, role=role))
