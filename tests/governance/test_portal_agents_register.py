"""An admin registers an agent, and is told what it still needs before it may act."""

from agents import services
from agents.models import Agent, Ownership
from tests.cast import PASSWORD, Cast
from tests.governance.readying import clear_for
from tests.governance.seen import headline, read, seen
from tests.governance.setting_up import do, new_agent, told

PURPOSE = "Declares goods at the border."


def test_the_new_agents_page_says_what_is_missing_and_where_it_is_mended(
    acme: Cast,
) -> None:
    answer = do(
        acme,
        acme.ada,
        "agents/register/",
        name="Customs agent",
        purpose=PURPOSE,
        owner=acme.bo.id,
        deputy=acme.cy.id,
    )

    assert headline(answer) == "Nobody answers for Customs agent, so it may not act."
    words, markup = read(answer), answer.content.decode()
    assert "Bo Lindqvist was named responsible owner and has yet to accept." in words
    assert "Cy Okafor was named deputy and has yet to accept." in words
    assert "It has no live key, so it cannot call." in words
    assert "It is cleared for nothing." in words
    assert "The boundaries let it do something." in words
    with acme.scope():
        agent = Agent.objects.get(name="Customs agent")
    for page in ("owners", "keys", "clearances"):
        assert f'href="/c/{acme.client.slug}/agents/{agent.id}/{page}/"' in markup
    assert told(acme, agent)[0] == "Ada Rossi registered Customs agent."


def test_what_is_there_is_ticked_off_until_nothing_is_missing(acme: Cast) -> None:
    agent = new_agent(acme)
    page = f"agents/{agent.id}/"
    do(acme, acme.ada, f"{page}owners/name/", person=acme.bo.id, role="owner")
    with acme.scope():
        named = Ownership.objects.get(agent=agent)
    do(acme, acme.bo, f"owners/{named.id}/accept/", password=PASSWORD)
    with acme.scope(acme.ada):
        services.issue_key(agent=agent)

    nearly = seen(acme, acme.ada, page)
    clear_for(acme, agent, owner=acme.bo)
    done = seen(acme, acme.ada, page)

    assert "Done: Bo Lindqvist is its responsible owner." in nearly
    assert "Done: It has a key." in nearly
    assert "Missing: It is cleared for nothing." in nearly
    assert "Optional: It has no deputy." in nearly
    assert "Before it may act" not in done


def test_what_is_not_acceptable_is_told_at_its_field_and_nothing_is_lost(
    acme: Cast,
) -> None:
    asked = {"name": "Customs agent", "purpose": PURPOSE}
    both = {"owner": str(acme.bo.id), "deputy": str(acme.bo.id)}
    for wrong, error in (
        ({"name": "Invoice agent"}, "There is an agent called Invoice agent"),
        ({"name": ""}, "Give it a name."),
        (both, "Choose somebody else than the owner."),
    ):
        answer = do(acme, acme.ada, "agents/register/", **(asked | wrong))

        assert answer.status_code == 422
        assert error in read(answer)
        assert PURPOSE in answer.content.decode()
    with acme.scope():
        assert Agent.objects.count() == 1


def test_an_agent_is_called_something_else_and_keeps_its_past(acme: Cast) -> None:
    agent = new_agent(acme)
    path = f"agents/{agent.id}/describe/"

    taken = do(acme, acme.ada, path, name="Invoice agent", purpose=PURPOSE)
    done = do(acme, acme.ada, path, name="Border agent", purpose="Declares.")
    do(acme, acme.ada, path, name="Border agent", purpose="Declares.")

    assert taken.status_code == 422
    assert "Nobody answers for Border agent" in headline(done)
    assert told(acme, agent) == [
        "Ada Rossi registered Customs agent.",
        (
            "Ada Rossi described Customs agent anew. It is called Border agent; its "
            "purpose: Declares."
        ),
    ]
