"""A clearance: signed by the owner, by a lead where it is critical, and once ready."""

from datetime import timedelta

import pytest

from agents.models import OwnerRole
from agents.services import accept_ownership, name_owner, register_agent
from config.demo.build import countersign_all
from config.demo.process import STEPS
from governance.models import Clearance
from governance.selectors.standing import live_clearances, standing
from governance.services.clearances import clear, countersign
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Membership
from tenants.scoping import client_scope
from tenants.selectors import lead
from tests.cast import Cast, a_lead
from tests.governance.readying import clearance_of, sign_again, version_of, waive_all


def sign(cast: Cast, who: Membership) -> Clearance:
    with cast.scope(who):
        return clear(
            agent=cast.agent,
            version=version_of(cast),
            signed_by=who,
            expires_at=database_now() + timedelta(days=10),
        )


def test_the_owner_signs(acme: Cast) -> None:
    assert sign(acme, acme.ada).signed_by_id == acme.ada.id


def test_nobody_else_signs_not_even_the_deputy(acme: Cast) -> None:
    with pytest.raises(NotAllowed, match="Ada Rossi answers for Invoice agent"):
        sign(acme, acme.bo)


def test_nobody_signs_where_nobody_answers(acme: Cast) -> None:
    with acme.scope():
        agent = register_agent(name="New agent", purpose="Tries things out.")
        with pytest.raises(NotAllowed, match="Nobody has accepted to answer"):
            clear(
                agent=agent,
                version=version_of(acme),
                signed_by=acme.ada,
                expires_at=database_now() + timedelta(days=10),
            )


def test_what_is_not_ready_is_not_cleared_and_the_gaps_are_told(acme: Cast) -> None:
    with acme.scope():
        agent = register_agent(name="New agent", purpose="Tries things out.")
        owner = name_owner(agent=agent, membership=acme.ada, role=OwnerRole.OWNER)
        accept_ownership(owner)
        with pytest.raises(Conflict, match="Nobody has accepted to stand in") as told:
            clear(
                agent=agent,
                version=version_of(acme),
                signed_by=acme.ada,
                expires_at=database_now() + timedelta(days=10),
            )
    assert "Stopping it midway has never been tried" in str(told.value)

    with acme.scope():
        waive_all(acme, agent)
        signed = clear(
            agent=agent,
            version=version_of(acme),
            signed_by=acme.ada,
            expires_at=database_now() + timedelta(days=10),
        )
    assert signed.statement.startswith("I have read Supplier invoice payment")


def test_a_critical_process_waits_for_a_governance_lead(acme: Cast) -> None:
    with acme.scope():
        first = clearance_of(acme)
        second = sign_again(acme)
        assert second.critical
        assert first in live_clearances(acme.agent)
        assert second not in live_clearances(acme.agent)

    countersign_all(acme.client, by=a_lead())

    with acme.scope():
        assert second in live_clearances(acme.agent)


def test_only_a_lead_countersigns_and_only_once(acme: Cast) -> None:
    signed = sign(acme, acme.ada)
    with acme.scope(), pytest.raises(NotAllowed):
        countersign(signed, by=acme.ada.user)

    with client_scope(acme.client.id, actor=lead(a_lead())):
        countersign(signed, by=a_lead())
        with pytest.raises(Conflict, match="has signed this"):
            countersign(signed, by=a_lead())


def test_what_is_not_critical_needs_no_second_signature(acme: Cast) -> None:
    with acme.scope():
        version = publish_workflow(key="reading", title="Reading", steps=STEPS[:1])
        waive_all(acme, acme.agent, version)
        signed = clear(
            agent=acme.agent,
            version=version,
            signed_by=acme.ada,
            expires_at=database_now() + timedelta(days=10),
        )
        assert not signed.critical
        assert standing(acme.agent, version.workflow).may_act
