"""The fleet: which agents may act, and who answers for them."""

from datetime import timedelta
from typing import Any

import pytest

from agents.models import Agent, AgentKey, OwnerRole
from agents.selectors import accountable
from agents.services import accept_ownership, name_owner, register_agent, revoke_key
from config.demo.build import countersign_all
from governance.models import HaltScope
from governance.selectors.oversight import SOON
from governance.selectors.standing import live_clearances
from governance.services.clearances import clear, revoke
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from tenants.clock import database_now
from tests.cast import Cast, a_lead
from tests.leads import house, list_url


def listed(cast: Cast, agent: Agent, **asked: str) -> Any:
    """Return the agent as its client's list has it, or None where it has not."""
    browser = house().browser()
    answer = browser.get(list_url(Agent), {"client": cast.client.slug, **asked})
    assert answer.status_code == 200
    rows = {row.pk: row for row in answer.context["cl"].result_list}
    return rows.get(agent.pk)


def test_the_list_says_of_each_agent_what_the_gate_would(acme: Cast) -> None:
    row = listed(acme, acme.agent)

    with acme.scope():
        owner = accountable(acme.agent.id)
        clearance = live_clearances(acme.agent)[0]
    assert owner is not None
    assert row.owner == owner.membership.user.name
    assert row.cleared_until == clearance.expires_at
    assert row.halt == ""


def test_an_owner_who_has_only_been_named_is_nobody(acme: Cast) -> None:
    with acme.scope():
        agent = register_agent(name="New agent", purpose="Waits.")
        named = name_owner(agent=agent, membership=acme.bo, role=OwnerRole.OWNER)

    assert listed(acme, agent).owner is None
    assert listed(acme, agent, owner="nobody")
    assert listed(acme, agent, owner="named, not accepted")
    assert not listed(acme, acme.agent, owner="named, not accepted")
    assert not listed(acme, agent, owner="accepted")
    assert listed(acme, agent, clearance="none")

    with acme.scope(acme.bo):
        accept_ownership(named)

    assert listed(acme, agent, owner="accepted").owner == "Bo Lindqvist"
    assert not listed(acme, agent, owner="nobody")


def test_a_deputy_is_not_who_answers(acme: Cast) -> None:
    with acme.scope(acme.ada):
        agent = register_agent(name="New agent", purpose="Waits.")
        named = name_owner(agent=agent, membership=acme.ada, role=OwnerRole.DEPUTY)
        accept_ownership(named)

    assert listed(acme, agent).owner is None


def test_who_has_left_answers_for_nothing(acme: Cast) -> None:
    with acme.scope():
        acme.ada.is_active = False
        acme.ada.save(update_fields=["is_active"])
        assert accountable(acme.agent.id) is None

    assert listed(acme, acme.agent).owner is None


@pytest.mark.parametrize("scope", [HaltScope.AGENT, HaltScope.CLIENT])
def test_a_halted_agent_is_told_apart_until_the_halt_is_lifted(
    acme: Cast, scope: HaltScope
) -> None:
    target = acme.agent.id if scope == HaltScope.AGENT else acme.client.id
    with acme.scope():
        halt = set_halt(
            scope=scope, target_id=target, label="It", by=acme.ada, reason="Enough."
        )

    assert listed(acme, acme.agent, halted="yes").halt == "halted"

    with acme.scope():
        lift_halt(halt, by=acme.ada, reason="Over.")

    assert listed(acme, acme.agent, halted="no").halt == ""


def test_a_halt_of_one_client_says_nothing_of_another(acme: Cast, globex: Cast) -> None:
    with acme.scope():
        set_halt(
            scope=HaltScope.CLIENT,
            target_id=acme.client.id,
            label="Acme",
            by=acme.ada,
            reason="Enough.",
        )

    assert listed(globex, globex.agent).halt == ""


def test_an_agent_without_a_live_key_or_whose_clearance_ends_soon_is_found(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        key = AgentKey.objects.get(agent=acme.agent)
        first = live_clearances(acme.agent)[0]
    assert listed(acme, acme.agent, key="live")
    assert not listed(acme, acme.agent, clearance=SOON)

    with acme.scope(acme.ada):
        revoke_key(key, by=acme.ada, reason="It was lost.")
        revoke(first, by=acme.ada, reason="A shorter one follows.")
        clear(
            agent=acme.agent,
            version=first.workflow_version,
            signed_by=acme.ada,
            expires_at=database_now() + timedelta(days=13),
        )
    countersign_all(acme.client, by=a_lead())

    assert listed(acme, acme.agent, key="none", clearance=SOON)


def test_a_key_is_found_by_its_state_and_shown_by_its_prefix_alone(acme: Cast) -> None:
    def prefixes(state: str) -> set[str]:
        asked = {"client": acme.client.slug, "state": state}
        answer = house().browser().get(list_url(AgentKey), asked)
        page = answer.content.decode()
        assert acme.key not in page
        assert key.digest.hex() not in page
        return {row.prefix for row in answer.context["cl"].result_list}

    with acme.scope(acme.ada):
        key = AgentKey.objects.get(agent=acme.agent)
    assert key.prefix in prefixes("live")
    assert key.prefix in prefixes("never used")
    assert key.prefix not in prefixes("revoked")

    acme.api("GET", "agent")
    assert key.prefix not in prefixes("never used")

    with acme.scope(acme.ada):
        revoke_key(key, by=acme.ada, reason="It was lost.")
    assert key.prefix in prefixes("revoked")
    assert key.prefix not in prefixes("live")
