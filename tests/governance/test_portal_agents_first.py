"""From a new key to the first action: what the open page is told, and the programs."""

from typing import Any

from tests.cast import Cast
from tests.database import changed_by_force
from tests.flows.pasting import program
from tests.governance.seen import read, seen
from tests.governance.setting_up import do, new_agent
from tests.lived_in import carry_out


def news(cast: Cast, state: str) -> Any:
    """Ask as the open page does that has seen this much."""
    path = f"/c/{cast.client.slug}/agents/{cast.agent.id}/first/"
    return cast.browser(cast.vi).get(path, {"seen": state})


def test_the_open_page_is_told_each_step_once(acme: Cast) -> None:
    page = seen(acme, acme.vi, f"agents/{acme.agent.id}/")
    nothing = news(acme, "waiting")
    acme.api("GET", "agent")
    called = news(acme, "waiting")
    still = news(acme, "called")
    asked = acme.ask_payment(acme.open_run())
    acted = news(acme, "called")
    carry_out(acme, asked)
    over = news(acme, f"{asked['id']} authorized")

    assert "Waiting for its first call" in page
    assert (nothing.status_code, still.status_code) == (204, 204)
    words = f"with the key {acme.key.split('_')[1]}"
    assert words in read(called)
    assert "Waiting for the first action that it asks for." in read(called)
    assert "To pay 480.00 EUR to Nordlicht GmbH" in read(acted)
    assert "Allowed" in read(acted)
    assert "/runs/" in acted.content.decode()
    assert "hx-get" in acted.content.decode()
    assert "Done" in read(over)
    # Nothing more is going to change, so the page stops asking.
    assert "hx-get" not in over.content.decode()


def test_a_key_of_yesterday_is_waited_for_no_more(acme: Cast) -> None:
    changed_by_force(
        "UPDATE agents_agentkey SET issued_at = issued_at - interval '25 hours' "
        "WHERE client_id = %s",
        acme.client.id,
    )

    assert news(acme, "").status_code == 204
    assert "Waiting for its first call" not in seen(
        acme, acme.vi, f"agents/{acme.agent.id}/"
    )


def test_an_agent_that_may_not_act_is_shown_how_it_asks_who_it_is(acme: Cast) -> None:
    agent = new_agent(acme)

    answer = do(acme, acme.ada, f"agents/{agent.id}/keys/issue/", name="Trial")

    assert "Customs agent is cleared for no workflow." in read(answer)
    for how in ("curl", "client", "plain"):
        text = program(answer.content.decode(), how)
        assert "actions" not in text
        assert program(answer.content.decode(), "key") in text


def test_the_programs_hold_the_key_and_what_only_reads(acme: Cast) -> None:
    path = f"agents/{acme.agent.id}/keys/issue/"
    answer = do(acme, acme.ada, path, name="Trial").content.decode()

    client = program(answer, "client")
    assert "invoice.match" in program(answer, "curl")
    assert "Idempotency-Key: " in program(answer, "curl")
    assert "from remit_client import Remit" in client
    assert f'key="{program(answer, "key")}"' in client
    for how in ("client", "plain"):
        compile(program(answer, how), how, "exec")
