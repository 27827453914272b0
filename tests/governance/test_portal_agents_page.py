"""One agent: who answers for it, what may it do, what has it done?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents import services
from agents.models import AgentKey, OwnerRole
from governance.models import BoundaryVersion, Clearance
from governance.services.boundaries import draft_rule, publish_boundary
from governance.services.clearances import revoke
from tests.cast import Cast
from tests.governance.happenings import ask, open_run, paid, stopped, unknown
from tests.governance.readying import clear_for
from tests.governance.seen import headline, read, seen, visit


def page_of(cast: Cast) -> str:
    """Return the path of the agent's page, below its client."""
    return f"agents/{cast.agent.id}/"


def test_the_first_lines_say_who_answers_and_what_it_works_on(acme: Cast) -> None:
    open_run(acme)
    stopped(acme, open_run(acme))

    page = visit(acme, acme.vi, page_of(acme))

    assert headline(page) == "Ada Rossi answers for Invoice agent, and it may act."
    words = read(page)
    assert "It is cleared for Supplier invoice payment until" in words
    assert "It has one run open now, and one run stopped midway." in words


def test_owner_and_deputy_stand_there_with_what_was_accepted(acme: Cast) -> None:
    words = seen(acme, acme.vi, page_of(acme))

    assert "I answer for what Invoice agent does." in words
    assert "Ada Rossi, responsible owner: accepted" in words
    assert "Bo Lindqvist, deputy: accepted" in words
    assert "If Ada Rossi leaves and nobody else accepts, it stops" in words


def test_who_was_named_and_has_not_accepted_does_not_answer(acme: Cast) -> None:
    with acme.scope(acme.ada):
        agent = services.register_agent(name="Customs agent", purpose="Customs.")
        services.name_owner(agent=agent, membership=acme.cy, role=OwnerRole.OWNER)

    page = visit(acme, acme.vi, f"agents/{agent.id}/")

    assert headline(page) == "Nobody answers for Customs agent, so it may not act."
    words = read(page)
    assert "Until somebody accepts to answer for it, it may not act." in words
    assert "Cy Okafor, responsible owner: named" in words
    assert "has not accepted" in words
    assert "nothing, so it may not act" in words
    assert "none, so it cannot ask for anything" in words
    assert "It has not asked for anything yet." in words


def test_the_boundaries_are_told_in_words_by_action(acme: Cast) -> None:
    words = seen(acme, acme.vi, page_of(acme))

    pay = words.index("Send a payment")
    assert words.index("Match an invoice to its order") < pay
    assert pay < words.index("Write to a supplier")
    assert (
        "Alone when the supplier status is approved, the account is the same as the "
        "supplier account and the amount is at most 500.00 EUR." in words
    )
    assert (
        "With a person one person of Finance, when the amount is over 500.00 EUR."
        in words
    )
    assert "Never more than 1 per supplier id and invoice." in words
    assert (
        "With a person one person of Finance, beyond 20,000.00 EUR of the amount a day."
        in words
    )
    assert "Rule 1, Small payments to approved suppliers." in words
    assert "What no rule allows is refused." in words


def test_only_rules_that_speak_of_this_agent_and_its_workflow_are_told(
    acme: Cast,
) -> None:
    rule = {"effect": "deny", "action": "*", "conditions": None, "reason": "No."}
    with acme.scope(acme.ada):
        other = services.register_agent(name="Other agent", purpose="Other work.")
        for number, told in enumerate(
            [
                {"key": "mine", "title": "Mine", "subject": str(acme.agent.id)},
                {"key": "other", "title": "Of another", "subject": str(other.id)},
                {"key": "far", "title": "Far away", "workflow": "something-else"},
            ],
            start=50,
        ):
            draft_rule(number=number, **rule, **{"workflow": "*", **told})
        publish_boundary(published_by=acme.ada)

    words = seen(acme, acme.vi, page_of(acme))

    assert words.count("Rule 50, Mine.") == 3
    assert "Of another" not in words
    assert "Far away" not in words
    assert "Boundary version 2" in words


def test_without_published_boundaries_the_page_says_that_all_is_refused(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.selectors.fleet.current_boundary", lambda: None)

    words = seen(acme, acme.vi, page_of(acme))

    assert "No boundaries have been published, so everything is refused." in words
    assert words.count("No rule allows it, so it is refused.") == 3


def test_clearances_say_until_when_and_by_whom_also_those_that_are_over(
    acme: Cast,
) -> None:
    with acme.scope(acme.ada):
        first = Clearance.objects.select_related(
            "agent", "workflow_version__workflow"
        ).get()
        revoke(first, by=acme.ada, reason="The bank is being moved.")
    clear_for(acme, acme.agent, days=3)

    words = seen(acme, acme.vi, page_of(acme))

    assert "Cleared for Supplier invoice payment, version 1, until" in words
    assert "No longer for Supplier invoice payment, version 1, revoked" in words
    assert words.count("Signed by Ada Rossi") == 2


def test_keys_are_shown_by_prefix_and_never_themselves(acme: Cast) -> None:
    with acme.scope(acme.ada):
        expired = services.issue_key(agent=acme.agent, name="Staging")
        services.end_key(_key(expired), within=timedelta(0))
        revoked = services.issue_key(agent=acme.agent, name="Laptop")
        services.revoke_key(_key(revoked), by=acme.ada, reason="It was in a log.")

    page = visit(acme, acme.vi, page_of(acme)).content.decode()

    for key in (acme.key, expired, revoked):
        _, prefix, secret = key.split("_")
        assert f"rmt_{prefix}_…" in page
        assert secret not in page
    assert "does not expire" in page
    assert "<b>expired</b>" in page
    assert "<b>revoked</b>" in page
    assert "It was in a log." in page
    assert "Staging" in page


def _key(text: str) -> AgentKey:
    return AgentKey.objects.get(prefix=text.split("_")[1])


def test_the_last_actions_say_what_became_of_each_with_their_runs(acme: Cast) -> None:
    run = paid(acme, invoice="NL-1")
    unknown(acme, invoice="NL-2", amount="318.00")
    other = open_run(acme)
    ask(acme, other, invoice="NL-3", amount="7400.00")
    ask(acme, other, invoice="NL-4", amount="38500.00")

    page = visit(acme, acme.vi, page_of(acme))

    words = read(page)
    paying = [
        words.index(f"To pay {amount} EUR to Nordlicht GmbH for invoice {invoice}.")
        for amount, invoice in (
            ("38,500.00", "NL-4"),
            ("7,400.00", "NL-3"),
            ("318.00", "NL-2"),
            ("480.00", "NL-1"),
        )
    ]
    assert paying == sorted(paying)
    assert "38,500.00 EUR is over 25,000.00 EUR" in words
    assert "The bank did not answer within 5 seconds." in words
    for badge in ("Refused", "Waits for a person", "Unknown", "Done"):
        assert badge in words[paying[0] :]
    assert f'href="/c/{acme.client.slug}/runs/{run.number}/"' in page.content.decode()


def test_twenty_actions_are_shown_and_not_more(acme: Cast) -> None:
    run = open_run(acme)
    for number in range(21):
        ask(acme, run, invoice=f"NL-{number:02}", amount="38500.00")

    words = seen(acme, acme.vi, page_of(acme))

    assert "for invoice NL-01." in words
    assert "for invoice NL-00." not in words
    assert "The last 20, newest first" in words


def test_what_an_agent_wrote_is_shown_as_text(acme: Cast) -> None:
    name = "<script>alert(1)</script>\u202eHbmG\u200b"
    ask(acme, open_run(acme), supplier_name=name, amount="38500.00")

    page = visit(acme, acme.vi, page_of(acme)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\u200b" not in page
    assert "right-to-left override" in page


def test_another_clients_agent_is_not_there(acme: Cast, globex: Cast) -> None:
    ours = globex.browser(globex.gil)

    for slug, agent_id in (
        (acme.client.slug, acme.agent.id),
        (globex.client.slug, acme.agent.id),
        (globex.client.slug, uuid4()),
    ):
        assert ours.get(f"/c/{slug}/agents/{agent_id}/").status_code == 404


def test_the_page_takes_no_more_queries_for_more_rows(acme: Cast) -> None:
    browser = acme.browser(acme.vi)
    path = f"/c/{acme.client.slug}/{page_of(acme)}"
    ask(acme, open_run(acme), amount="7400.00")
    with acme.scope():
        assert BoundaryVersion.objects.count() == 1
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for _ in range(4):
        ask(acme, open_run(acme), amount="7400.00")
        with acme.scope(acme.ada):
            issued = services.issue_key(agent=acme.agent)
            services.end_key(_key(issued), within=timedelta(0))
            services.withdraw_naming(
                services.name_owner(
                    agent=acme.agent, membership=acme.cy, role=OwnerRole.OWNER
                )
            )
    with CaptureQueriesContext(connection) as more:
        browser.get(path)

    assert len(more) == len(few)
