"""An admin reads what a clearance says, signs it, and takes it back with a reason."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from agents.models import Agent
from config.demo.process import STEPS, WORKFLOW_KEY, WORKFLOW_TITLE
from governance.models import Clearance
from governance.services.workflows import publish_workflow
from tests.cast import Cast
from tests.governance.readying import answered_for, waive_all
from tests.governance.seen import headline, read, visit
from tests.governance.setting_up import do, new_agent, told

SOON = (datetime.now(UTC) + timedelta(days=30)).date()


def page(cast: Cast, agent: Any, **chosen: Any) -> Any:
    """Open the page as Ada, with a workflow and a day chosen."""
    query = {"workflow": WORKFLOW_KEY, "until": SOON.isoformat(), **chosen}
    path = f"/c/{cast.client.slug}/agents/{agent.id}/clearances/"
    return cast.browser(cast.ada).get(path, query)


def hidden(answer: Any) -> dict[str, str]:
    """Return what the form would send that signs what is shown."""
    found = re.findall(
        r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"',
        answer.content.decode(),
    )
    return {name: unescape(value) for name, value in found if name[:4] != "csrf"}


def ready_agent(cast: Cast) -> Agent:
    """Register an agent that Ada may clear: what is open of it is waived."""
    agent = answered_for(cast, new_agent(cast))
    with cast.scope(cast.ada):
        waive_all(cast, agent)
    return agent


def test_what_is_signed_is_what_was_shown(acme: Cast) -> None:
    agent = ready_agent(acme)
    shown = page(acme, agent)
    fields = hidden(shown)

    answer = do(acme, acme.ada, f"agents/{agent.id}/clearances/sign/", **fields)

    assert fields["shown"].endswith(
        f"may work on it until {SOON.isoformat()}, inside the boundaries."
    )
    assert f"“{fields['shown']}”" in read(shown)
    for step in STEPS:
        assert step["title"] in read(shown)
    assert headline(answer) == (
        f"Customs agent is cleared for {WORKFLOW_TITLE} once a governance lead signs."
    )
    with acme.scope():
        signed = Clearance.objects.get(agent=agent)
    assert signed.statement == fields["shown"]
    assert signed.signed_by_id == acme.ada.id
    assert told(acme, signed)[-1] == (
        f"Ada Rossi cleared Customs agent for {WORKFLOW_TITLE}, version 1, until "
        f"{SOON.isoformat()}."
    )


def test_first_ninety_days_are_offered(acme: Cast) -> None:
    agent = ready_agent(acme)

    offered = visit(acme, acme.ada, f"agents/{agent.id}/clearances/").content.decode()

    found = re.search(r'name="until" value="([^"]+)"', offered)
    assert found is not None
    day = datetime.fromisoformat(found[1]).date()
    assert (day - datetime.now(UTC).date()).days in {89, 90, 91}


@pytest.mark.parametrize(
    ("days", "error"),
    [(-1, "A clearance ends in the future."), (367, "Clear it for 365 days at most.")],
)
def test_a_clearance_is_neither_over_nor_longer_than_a_year(
    acme: Cast, days: int, error: str
) -> None:
    agent = ready_agent(acme)
    until = (datetime.now(UTC) + timedelta(days=days)).date()
    path = f"agents/{agent.id}/clearances/sign/"

    answer = do(acme, acme.ada, path, workflow=WORKFLOW_KEY, until=until)

    assert answer.status_code == 422
    assert error in read(answer)
    assert 'id="id_until_error"' in answer.content.decode()


def test_what_changed_since_it_was_shown_is_not_signed(acme: Cast) -> None:
    agent = ready_agent(acme)
    fields = hidden(page(acme, agent))
    with acme.scope(acme.ada):
        publish_workflow(key=WORKFLOW_KEY, title=WORKFLOW_TITLE, steps=STEPS[:2])

    answer = do(acme, acme.ada, f"agents/{agent.id}/clearances/sign/", **fields)

    assert answer.status_code == 409
    assert "What you would sign has changed: read it again." in read(answer)
    with acme.scope():
        assert not Clearance.objects.filter(agent=agent).exists()


def test_a_clearance_is_revoked_with_a_reason_and_stops_the_agent(acme: Cast) -> None:
    run = acme.open_run()
    with acme.scope():
        cleared = Clearance.objects.get(agent=acme.agent)
    path = f"clearances/{cleared.id}/revoke/"

    silent = do(acme, acme.ada, path, reason="")
    answer = do(acme, acme.ada, path, reason="The bank is being moved.")
    again = do(acme, acme.ada, path, reason="The bank is being moved.")

    assert silent.status_code == 422
    assert f'id="id_{cleared.id}_reason_error"' in silent.content.decode()
    assert headline(answer) == "Invoice agent is cleared for nothing."
    assert "by Ada Rossi: “The bank is being moved.”" in read(answer)
    assert again.status_code == 409
    assert acme.ask_payment(run)["refused_by"] == "standing"
    assert told(acme, cleared)[-1] == (
        f"Ada Rossi revoked the clearance of Invoice agent for {WORKFLOW_TITLE}, "
        "because “The bank is being moved.”"
    )
