"""Two live keys at a time: also when many are asked for at once, and in SQL."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from agents.models import AgentKey
from agents.selectors import live_keys
from agents.services import issue_key
from tenants.errors import Conflict
from tests.cast import Cast
from tests.database import run
from tests.governance.setting_up import new_agent
from tests.racing import Racers

ROUNDS = 10
AT_ONCE = 4


def test_of_four_who_issue_at_once_two_do(acme: Cast) -> None:
    def issue(number: int) -> Callable[[], str]:
        def act() -> str:
            with acme.scope(acme.ada):
                return issue_key(agent=agents[number])

        return act

    agents = [new_agent(acme, f"Agent {number}") for number in range(ROUNDS)]
    with Racers(AT_ONCE) as racers:
        for number in range(ROUNDS):
            ends = racers.race(*[issue(number)] * AT_ONCE)

            assert sum(isinstance(end, str) for end in ends) == 2
            assert sum(isinstance(end, Conflict) for end in ends) == 2
            with acme.scope():
                assert len(live_keys(agents[number])) == 2


def test_a_form_that_is_sent_twice_at_once_issues_one_key(acme: Cast) -> None:
    # It has none yet: there would be a place for each of the two.
    agent = new_agent(acme)

    def act() -> str:
        with acme.scope(acme.ada):
            return issue_key(agent=agent, after=0)

    with Racers(2) as racers:
        ends = racers.race(act, act)

    assert sum(isinstance(end, str) for end in ends) == 1
    with acme.scope():
        assert AgentKey.objects.filter(agent=agent).count() == 1


@pytest.mark.parametrize("place", [1, 2, 3])
def test_the_database_itself_refuses_a_third_live_key(acme: Cast, place: int) -> None:
    with acme.scope(acme.ada):
        issue_key(agent=acme.agent)

    with pytest.raises(IntegrityError, match="key_"), acme.scope():
        run(
            "INSERT INTO agents_agentkey (id, client_id, agent_id, prefix, digest, "
            "name, place, issued_at, revoke_reason) SELECT gen_random_uuid(), "
            "client_id, agent_id, left(md5(random()::text), 8), digest, name, %s, "
            "remit_now(), '' FROM agents_agentkey LIMIT 1",
            place,
        )


def test_a_key_never_lives_longer_or_again(acme: Cast) -> None:
    with acme.scope():
        run("UPDATE agents_agentkey SET expires_at = remit_now() + interval '1 hour'")
        for longer in (
            "UPDATE agents_agentkey SET expires_at = expires_at + interval '1 s'",
            "UPDATE agents_agentkey SET expires_at = NULL",
        ):
            with pytest.raises(IntegrityError, match="longer"), transaction.atomic():
                run(longer)
        run("UPDATE agents_agentkey SET revoked_at = remit_now()")
        with pytest.raises(IntegrityError, match="revoked"), transaction.atomic():
            run("UPDATE agents_agentkey SET revoked_at = NULL")
