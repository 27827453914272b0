"""The list of agents: who answers for each, and may it act?"""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents import services
from agents.models import Agent, OwnerRole
from agents.selectors import accountable
from config.demo.process import STEPS
from governance.models import Clearance, HaltScope, Workflow
from governance.services.clearances import revoke
from governance.services.halts import set_halt
from governance.services.workflows import publish_workflow
from tests.cast import Cast
from tests.governance.happenings import open_run, paid, stopped
from tests.governance.readying import clear_for
from tests.governance.seen import headline, read, seen, visit

HOSTILE = "Files <script>alert(1)</script> \u202eand\u200b more."


def register(cast: Cast, name: str, *, owned: bool = False) -> Agent:
    """Register an agent, of which Ada accepts to be the owner if wanted."""
    with cast.scope(cast.ada):
        agent = services.register_agent(name=name, purpose=HOSTILE)
        if owned:
            services.accept_ownership(
                services.name_owner(
                    agent=agent, membership=cast.ada, role=OwnerRole.OWNER
                )
            )
    return agent


def test_one_agent_is_told_in_the_first_line(acme: Cast) -> None:
    page = visit(acme, acme.vi, "agents/")

    assert headline(page) == "Ada Rossi answers for Invoice agent, and it may act."
    assert f'href="/c/{acme.client.slug}/agents/{acme.agent.id}/"' in str(page.content)


def test_the_list_counts_who_may_act_and_names_whom_nobody_answers_for(
    acme: Cast,
) -> None:
    register(acme, "Customs agent")
    register(acme, "Archive agent", owned=True)

    page = visit(acme, acme.vi, "agents/")

    assert headline(page) == (
        "One of three agents may act. Nobody answers for Customs agent."
    )
    words = read(page)
    assert "Nobody has accepted to answer for Customs agent." in words
    assert "Customs agent has no live clearance." in words
    assert "Archive agent has no live clearance." in words
    assert words.index("Archive agent") < words.index("Invoice agent")


def test_the_list_says_who_is_cleared_until_when_and_how_many_runs_are_open(
    acme: Cast,
) -> None:
    open_run(acme)
    open_run(acme)
    paid(acme)
    stopped(acme, open_run(acme))

    page = visit(acme, acme.vi, "agents/").content.decode()

    with acme.scope():
        until = Clearance.objects.get().expires_at
    assert until.isoformat(timespec="seconds")[:10] in page
    assert '<td class="num" data-th="Open runs">2</td>' in page


def test_a_halted_agent_says_why(acme: Cast) -> None:
    with acme.scope(acme.bo):
        set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            label="Invoice agent",
            by=acme.bo,
            reason="Too many <b>payments</b>.",
        )

    page = visit(acme, acme.vi, "agents/")

    assert headline(page) == (
        "Ada Rossi answers for Invoice agent. It is halted and may not act."
    )
    told = "Invoice agent is halted: Too many &lt;b&gt;payments&lt;/b&gt;."
    assert told in page.content.decode()


def test_a_halted_workflow_leaves_an_agent_its_others(acme: Cast) -> None:
    with acme.scope(acme.ada):
        workflow = Workflow.objects.get()
        set_halt(
            scope=HaltScope.WORKFLOW,
            target_id=workflow.id,
            label=workflow.title,
            by=acme.ada,
            reason="The bank is being moved.",
        )
    alone = seen(acme, acme.vi, "agents/")
    with acme.scope(acme.ada):
        other = publish_workflow(key="other", title="Other", steps=STEPS[:1])
    clear_for(acme, acme.agent, version=other)
    beside = seen(acme, acme.vi, "agents/")

    assert "It may not act now." in alone
    assert "Supplier invoice payment is halted: The bank is being moved." in alone
    assert "and it may act." in beside


def test_a_revoked_clearance_and_a_person_who_left_count_for_nothing(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        revoke(Clearance.objects.get(), by=acme.ada, reason="The workflow is changed.")
    uncleared = seen(acme, acme.vi, "agents/")
    with acme.scope(acme.ada):
        ownership = accountable(acme.agent.id)
        assert ownership is not None
        ownership.membership.is_active = False
        ownership.membership.save(update_fields=["is_active"])
    ownerless = seen(acme, acme.vi, "agents/")

    assert "Ada Rossi answers for Invoice agent. It may not act now." in uncleared
    assert "not cleared" in uncleared
    assert "Nobody answers for Invoice agent, so it may not act." in ownerless


def test_what_people_wrote_is_shown_as_text(acme: Cast) -> None:
    register(acme, "Customs agent")

    page = visit(acme, acme.vi, "agents/").content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\u200b" not in page
    assert "right-to-left override" in page
    assert "zero width space" in page


def test_another_clients_agents_are_not_there(acme: Cast, globex: Cast) -> None:
    path = f"/c/{acme.client.slug}/agents/"

    assert globex.browser(globex.gil).get(path).status_code == 404
    assert "Payables agent" not in seen(acme, acme.ada, "agents/")


def test_the_list_takes_no_more_queries_for_more_agents(acme: Cast) -> None:
    browser, path = acme.browser(acme.vi), f"/c/{acme.client.slug}/agents/"
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(path)
    for number in range(5):
        register(acme, f"Agent {number}", owned=True)
    open_run(acme)
    with CaptureQueriesContext(connection) as more:
        browser.get(path)

    assert len(more) == len(few)
