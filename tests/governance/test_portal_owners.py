"""Somebody who was named owner accepts, and from then on answers."""

from datetime import timedelta

import pytest

from agents.models import OwnerRole, Ownership
from agents.selectors import accountable
from agents.services import name_owner
from tenants.clock import database_now
from tenants.models import Membership
from tests.cast import PASSWORD, Cast

_MOMENT = timedelta(microseconds=1)


@pytest.fixture
def offered(acme: Cast) -> Ownership:
    """Cy, named owner after Ada's time has ended."""
    with acme.scope():
        owned = Ownership.objects.get(agent=acme.agent, role=OwnerRole.OWNER)
        owned.until = database_now()
        owned.save(update_fields=["until"])
        return name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)


def page(cast: Cast) -> str:
    return f"/c/{cast.client.slug}/agents/{cast.agent.id}/"


def accept(cast: Cast, offer: Ownership, who: Membership) -> int:
    path = f"/c/{cast.client.slug}/owners/{offer.id}/accept/"
    signed = {"password": PASSWORD}
    return cast.browser(who).post(path, signed).status_code


def test_the_person_named_is_shown_the_duty_and_accepts(
    acme: Cast, offered: Ownership
) -> None:
    shown = acme.browser(acme.cy).get(page(acme)).content.decode()
    assert "I answer for what Invoice agent does." in shown

    assert accept(acme, offered, acme.cy) == 302

    with acme.scope():
        owner = accountable(acme.agent.id)
        assert owner is not None
        assert owner.membership == acme.cy


def test_nobody_else_is_asked_or_can_accept(acme: Cast, offered: Ownership) -> None:
    shown = acme.browser(acme.bo).get(page(acme)).content.decode()
    assert "Accept: I answer for" not in shown

    assert accept(acme, offered, acme.bo) == 403

    with acme.scope():
        assert accountable(acme.agent.id) is None


def test_who_accepts_follows_whoever_answered_at_the_same_instant(acme: Cast) -> None:
    with acme.scope():
        before = accountable(acme.agent.id)
        offer = name_owner(agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER)
    assert before is not None

    assert accept(acme, offer, acme.cy) == 302

    with acme.scope():
        before.refresh_from_db()
        offer.refresh_from_db()
        assert offer.accepted_at is not None
        assert before.until == offer.accepted_at
        assert accountable(acme.agent.id) == offer
        earlier = accountable(acme.agent.id, at=offer.accepted_at - _MOMENT)
        assert earlier == before


def test_another_clients_offer_is_not_there(
    acme: Cast, globex: Cast, offered: Ownership
) -> None:
    path = f"/c/{globex.client.slug}/owners/{offered.id}/accept/"

    assert globex.browser(globex.gil).post(path).status_code == 404
