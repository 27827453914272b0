"""An admin names who is to answer for an agent, and takes a naming back."""

import pytest

from agents.models import Agent, OwnerRole, Ownership
from agents.services import accept_ownership, name_owner, withdraw_naming
from tenants.models import Membership
from tests.cast import PASSWORD, Cast
from tests.governance.seen import headline, read, visit
from tests.governance.setting_up import do, new_agent, told
from tests.racing import Racers


@pytest.fixture
def agent(acme: Cast) -> Agent:
    """An agent for which nobody answers."""
    return new_agent(acme)


def name_bo(cast: Cast, agent: Agent) -> Ownership:
    """Name Bo its owner."""
    with cast.scope(cast.ada):
        return name_owner(agent=agent, membership=cast.bo, role=OwnerRole.OWNER)


def test_a_person_is_named_once_and_asked_on_the_first_page(
    acme: Cast, agent: Agent
) -> None:
    path = f"agents/{agent.id}/owners/name/"
    named = do(acme, acme.ada, path, person=acme.bo.id, role="owner")
    again = do(acme, acme.ada, path, person=acme.bo.id, role="owner")

    assert headline(named) == "Nobody answers for Customs agent."
    assert "Has not accepted yet." in read(named)
    assert again.status_code == 409
    assert "has been named responsible owner and has yet to accept." in read(again)
    assert 'id="id_person_error"' in again.content.decode()
    assert "Customs agent" in read(visit(acme, acme.bo))


def test_who_left_cannot_be_chosen(acme: Cast, agent: Agent) -> None:
    with acme.scope():
        acme.cy.is_active = False
        acme.cy.save(update_fields=["is_active"])

    path = f"agents/{agent.id}/owners/name/"
    answer = do(acme, acme.ada, path, person=acme.cy.id, role="deputy")

    assert answer.status_code == 422
    assert "Cy Okafor" not in read(visit(acme, acme.ada, f"agents/{agent.id}/owners/"))


def test_a_naming_is_taken_back_and_then_nobody_can_accept_it(
    acme: Cast, agent: Agent
) -> None:
    named = name_bo(acme, agent)

    back = do(acme, acme.ada, f"owners/{named.id}/withdraw/")
    late = do(acme, acme.bo, f"owners/{named.id}/accept/", password=PASSWORD)
    again = do(acme, acme.ada, f"owners/{named.id}/withdraw/")

    assert "Bo Lindqvist is no longer asked." in read(back)
    assert "Taken back" in read(back)
    assert (late.status_code, again.status_code) == (409, 409)
    assert "This has been withdrawn." in read(late)
    assert told(acme, agent)[-1] == (
        "Ada Rossi took back that Bo Lindqvist was named responsible owner of "
        "Customs agent."
    )
    assert "Accept: I answer for" not in read(
        visit(acme, acme.bo, f"agents/{agent.id}/")
    )
    # And may be named anew.
    name_bo(acme, agent)


def test_what_was_accepted_is_not_taken_back(acme: Cast, agent: Agent) -> None:
    named = name_bo(acme, agent)
    do(acme, acme.bo, f"owners/{named.id}/accept/", password=PASSWORD)

    answer = do(acme, acme.ada, f"owners/{named.id}/withdraw/")

    assert answer.status_code == 409
    assert "This has been accepted before." in read(answer)


def test_of_accepting_and_taking_back_at_once_one_counts(
    acme: Cast, agent: Agent
) -> None:
    def accept(named: Ownership) -> None:
        with acme.scope(acme.bo):
            accept_ownership(named)

    def withdraw(named: Ownership) -> None:
        with acme.scope(acme.ada):
            withdraw_naming(named)

    with Racers(2) as racers:
        for _ in range(20):
            named = name_bo(acme, new_agent(acme, f"Agent {_}"))
            ends = racers.race(lambda: accept(named), lambda: withdraw(named))  # noqa: B023

            assert sum(end is None for end in ends) == 1
            with acme.scope():
                named.refresh_from_db()
            assert (named.accepted_at is None) != (named.until is None)


def test_of_two_who_name_the_same_person_at_once_one_does(
    acme: Cast, agent: Agent
) -> None:
    with Racers(2) as racers:
        for number in range(10):
            other = new_agent(acme, f"Agent {number}")
            racers.race(*[lambda: name_bo(acme, other)] * 2)  # noqa: B023

            with acme.scope():
                assert Ownership.objects.filter(agent=other).count() == 1


def test_of_two_who_accept_at_once_the_second_follows_the_first(acme: Cast) -> None:
    def accept(named: Ownership, who: Membership) -> None:
        with acme.scope(who):
            accept_ownership(named)

    with Racers(2) as racers:
        for number in range(20):
            other = new_agent(acme, f"Agent {number}")
            bos = name_bo(acme, other)
            with acme.scope(acme.ada):
                cys = name_owner(agent=other, membership=acme.cy, role=OwnerRole.OWNER)
            ends = racers.race(
                lambda: accept(bos, acme.bo),  # noqa: B023
                lambda: accept(cys, acme.cy),  # noqa: B023
            )

            assert ends == [None, None]
            with acme.scope():
                held = Ownership.objects.filter(agent=other).order_by("accepted_at")
                first, second = held
            assert first.until == second.accepted_at
            assert second.until is None
