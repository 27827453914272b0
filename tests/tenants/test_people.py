"""Deciding about people: roles, suspending, restoring; never about oneself."""

from collections.abc import Callable

import pytest

from audit.selectors import Filters, trace
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Invitation, Membership, Role
from tenants.services import change_role, invite, restore_person, suspend_person
from tests.cast import Cast
from tests.racing import Racers

WHY = "She has left the company."


def told(cast: Cast, count: int = 1) -> list[str]:
    with cast.scope():
        return [line.sentence for line in trace(Filters()).lines[:count]]


def make_admin(cast: Cast, who: Membership) -> None:
    with cast.scope(cast.ada):
        change_role(who, role=Role.ADMIN, by=cast.ada)


def admins(cast: Cast) -> int:
    with cast.scope():
        return Membership.objects.filter(role=Role.ADMIN, is_active=True).count()


def test_a_role_is_changed_at_once_and_told(acme: Cast) -> None:
    browser = acme.browser(acme.vi)
    invite_page = f"/c/{acme.client.slug}/people/invite/"
    refused = browser.post(invite_page)

    make_admin(acme, acme.vi)

    assert refused.status_code == 403
    assert browser.post(invite_page).status_code == 422
    assert told(acme) == ["Ada Rossi made Vi Tanaka Client admin; before: Auditor."]
    with acme.scope(acme.ada), pytest.raises(Conflict):
        change_role(acme.vi, role=Role.ADMIN, by=acme.ada)


def test_a_suspended_person_is_out_at_the_next_request_until_restored(
    acme: Cast,
) -> None:
    browser = acme.browser(acme.bo)
    home = f"/c/{acme.client.slug}/"

    with acme.scope(acme.ada):
        with pytest.raises(Invalid):
            suspend_person(acme.bo, by=acme.ada, reason="  ")
        suspend_person(acme.bo, by=acme.ada, reason=WHY)
        with pytest.raises(Conflict):
            suspend_person(acme.bo, by=acme.ada, reason=WHY)
    out = browser.get(home).status_code
    with acme.scope(acme.ada):
        restore_person(acme.bo, by=acme.ada, reason="It was the other Bo.")

    assert out == 404
    assert browser.get(home).status_code == 200
    about_bo = [one for one in told(acme, 9) if "Bo Lindqvist" in one]
    assert about_bo[:2] == [
        "Ada Rossi restored Bo Lindqvist, because “It was the other Bo.”",
        f"Ada Rossi suspended Bo Lindqvist, because “{WHY}”",
    ]


def test_nobody_decides_about_themselves_and_the_last_admin_stays(acme: Cast) -> None:
    with acme.scope(acme.ada):
        with pytest.raises(NotAllowed, match="You are the only admin"):
            change_role(acme.ada, role=Role.MEMBER, by=acme.ada)
        with pytest.raises(NotAllowed, match="You are the only admin"):
            suspend_person(acme.ada, by=acme.ada, reason=WHY)
    make_admin(acme, acme.vi)
    with acme.scope(acme.ada), pytest.raises(NotAllowed, match="ask another admin"):
        change_role(acme.ada, role=Role.MEMBER, by=acme.ada)

    assert admins(acme) == 2


def test_only_an_admin_decides_as_themselves(acme: Cast) -> None:
    acts: list[Callable[[], None]] = [
        lambda: change_role(acme.vi, role=Role.ADMIN, by=acme.bo),
        lambda: suspend_person(acme.vi, by=acme.bo, reason=WHY),
        # In somebody else's name.
        lambda: suspend_person(acme.vi, by=acme.ada, reason=WHY),
    ]
    for act in acts:
        with acme.scope(acme.bo), pytest.raises(NotAllowed):
            act()


def test_whom_a_former_admin_has_invited_can_no_longer_come(acme: Cast) -> None:
    make_admin(acme, acme.vi)
    with acme.scope(acme.vi):
        asked = invite(
            name="Eve", email="eve@elsewhere.example", role=Role.ADMIN, by=acme.vi
        )
    with acme.scope(acme.ada):
        suspend_person(acme.vi, by=acme.ada, reason=WHY)

        assert Invitation.objects.get(id=asked.id).withdrawn_at is not None
    assert told(acme) == ["Ada Rossi withdrew the invitation of Eve."]


def test_two_admins_who_suspend_each_other_at_once_leave_one(acme: Cast) -> None:
    with Racers(2) as racers:
        for _ in range(10):
            make_them_admins(acme)
            answers = racers.race(
                lambda: _suspend(acme, acme.vi, by=acme.ada),
                lambda: _suspend(acme, acme.ada, by=acme.vi),
            )
            refused = [isinstance(one, NotAllowed) for one in answers]

            assert sorted(refused) == [False, True]
            assert admins(acme) == 1


def make_them_admins(cast: Cast) -> None:
    for who in (cast.ada, cast.vi):
        with cast.scope():
            row = Membership.objects.get(id=who.id)
            row.role, row.is_active = Role.ADMIN, True
            row.save(update_fields=["role", "is_active"])


def _suspend(cast: Cast, who: Membership, *, by: Membership) -> None:
    with cast.scope(by):
        suspend_person(who, by=by, reason=WHY)
