"""The first page: what waits for me, what is wrong, what happened."""

import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents import services as agents
from agents.models import OwnerRole, Ownership
from audit.events import Event
from governance.models import HaltScope
from governance.selectors.tickets import ticket_by_number
from governance.services import tickets
from governance.services.attestation import attest
from governance.services.halts import set_halt
from tenants.clock import database_now
from tests.cast import Cast
from tests.governance.answering import answer, asked, clock_ahead, today_of
from tests.governance.happenings import open_run, stopped, unknown
from tests.governance.readying import clear_for
from tests.governance.seen import headline, read, seen, visit

TASK = "Ask the bank for a better line."


def test_when_nothing_waits_and_nothing_is_wrong_the_page_says_so(acme: Cast) -> None:
    page = visit(acme, acme.bo)

    assert headline(page) == "Nothing waits for you."
    assert "No incident is open at Acme Logistics, and every agent may act." in read(
        page
    )
    assert "Nothing to decide or settle." in read(page)


def test_what_waits_for_me_is_linked_and_has_its_deadline(acme: Cast) -> None:
    waiting = asked(acme, invoice="NL-7731")

    page = visit(acme, acme.bo)

    assert headline(page) == "One thing waits for you. It is due in 23 h 59 min."
    assert "Invoice agent wants to pay 7,400.00 EUR to Nordlicht GmbH" in read(page)
    assert f'href="/c/{acme.client.slug}/inbox/#c-{waiting}"' in page.content.decode()
    assert "23 h 59 min left" in read(page)


def test_the_nearest_deadline_comes_first(acme: Cast) -> None:
    asked(acme)
    with acme.scope():
        agents_owner_becomes(acme, "bo")
    clear_for(acme, acme.agent, owner=acme.bo)
    ticket = unknown(acme)

    page = visit(acme, acme.bo)

    assert ticket.owner == acme.bo
    assert headline(page) == "Two things wait for you. The first is due in 3 h 59 min."
    words = read(page)
    assert words.index("Unknown: did Remit pay") < words.index("wants to pay 7,400.00")


def agents_owner_becomes(cast: Cast, name: str) -> None:
    """Have another person answer for the agent from now on; the scope is open."""
    held = Ownership.objects.filter(agent=cast.agent, until__isnull=True)
    for ownership in held:
        ownership.until = database_now()
        ownership.save(update_fields=["until"])
    offered = agents.name_owner(
        agent=cast.agent, membership=cast.people[name], role=OwnerRole.OWNER
    )
    with cast.scope(cast.people[name]):
        agents.accept_ownership(offered)


def test_my_tickets_wait_for_me_and_others_are_listed_with_theirs(acme: Cast) -> None:
    ticket = unknown(acme)

    mine, others = seen(acme, acme.ada), seen(acme, acme.bo)

    assert "One thing waits for you. It is due in 3 h 59 min." in mine
    assert f"Incident {ticket.number}, severity 2. You have it." in mine
    assert "Incidents that others have" not in mine
    assert "Nothing waits for you." in others
    assert "Incidents that others have" in others
    assert "Ada Rossi has it." in others
    assert "One run stopped midway and one incident is open." in others


def test_what_is_overdue_is_said_to_be(acme: Cast) -> None:
    unknown(acme)

    with clock_ahead(timedelta(hours=5)):
        assert "One thing waits for you. It is overdue." in seen(acme, acme.ada)


def test_an_offered_ownership_waits_for_its_person(acme: Cast) -> None:
    with acme.scope():
        agents.name_owner(agent=acme.agent, membership=acme.vi, role=OwnerRole.OWNER)

    words = seen(acme, acme.vi)

    assert "One thing waits for you." in words
    assert "Will you be responsible owner of the Invoice agent?" in words


def test_what_is_left_after_an_incident_waits_for_who_has_it(acme: Cast) -> None:
    ticket = unknown(acme, invoice="NL-7732")
    with acme.scope(acme.ada):
        attest(ticket=ticket, by=acme.ada, happened=True, evidence="It is there.")
        again = ticket_by_number(ticket.number)
        tickets.resolve(again, by=acme.ada, resolution="It was paid once.")
        taken_on = tickets.add_task(
            again, text=TASK, owner=acme.bo, due_on=today_of(acme), by=acme.ada
        )

    told = f"{TASK} You have taken this on after incident {ticket.number}."
    assert told in seen(acme, acme.bo)
    page = visit(acme, acme.ada)
    assert headline(page).startswith("One thing waits for you. It is due in 6 d")
    assert "What was learnt from this: Unknown: did Remit pay 480.00 EUR" in read(page)
    with clock_ahead(timedelta(days=1, minutes=1)):
        assert headline(visit(acme, acme.bo)) == (
            "One thing waits for you. It is overdue."
        )
    with acme.scope(acme.bo):
        tickets.finish_task(taken_on, by=acme.bo)
    assert headline(visit(acme, acme.bo)) == "Nothing waits for you."


def test_what_waits_for_others_is_counted(acme: Cast) -> None:
    asked(acme)
    asked(acme)

    assert "Two decisions wait for others." in seen(acme, acme.ada)


def test_more_than_the_page_holds_is_said(acme: Cast) -> None:
    for _ in range(9):
        asked(acme)

    words = seen(acme, acme.bo)

    assert words.count("wants to pay") == 8
    assert "These are the most pressing of 9" in words


def agents_panel(cast: Cast) -> str:
    words = seen(cast, cast.vi)
    return words.partition("Agents Decisions today")[2].partition("Today by decision")[
        0
    ]


def test_an_agent_is_shown_with_its_owner_and_that_it_may_act(acme: Cast) -> None:
    acme.ask_payment(acme.open_run())
    asked(acme)
    acme.ask_payment(acme.open_run(), amount="38500.00")
    acme.ask_payment(acme.open_run(), amount="39500.00")

    assert agents_panel(acme).endswith("Invoice agent Ada Rossi May act 1 1 2 ")


def test_a_halted_agent_is_shown_with_the_reason(acme: Cast) -> None:
    with acme.scope():
        set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            label=acme.agent.name,
            by=acme.ada,
            reason="It paid twice.",
        )

    assert "Ada Rossi Halted Invoice agent is halted: It paid twice." in (
        agents_panel(acme)
    )
    assert "One agent may not act." in seen(acme, acme.vi)


def test_an_agent_that_nobody_answers_for_stands_still(acme: Cast) -> None:
    with acme.scope():
        agents.register_agent(name="Customs agent", purpose="Fills in forms.")

    assert "Customs agent Nobody Stands still Nobody has accepted" in agents_panel(acme)


def test_a_run_that_stopped_is_counted_beside_its_agent(acme: Cast) -> None:
    stopped(acme, open_run(acme))

    assert "Invoice agent 1 run stopped midway" in agents_panel(acme)


def test_decisions_are_counted_by_day_and_effect(acme: Cast) -> None:
    acme.ask_payment(acme.open_run())
    answer(acme, asked(acme), acme.bo)

    markup = visit(acme, acme.bo).content.decode()

    none = ", ".join("0" * 13)
    assert f'aria-label="Allowed, by day: {none}, 1"' in markup
    assert f'aria-label="Waited for a person, by day: {none}, 1"' in markup
    assert f'aria-label="Refused, by day: {none}, 0"' in markup


def test_the_days_are_the_client_s_own(acme: Cast) -> None:
    acme.ask_payment(acme.open_run())

    with clock_ahead(timedelta(days=13)):
        last = visit(acme, acme.bo).content.decode()
    with clock_ahead(timedelta(days=14)):
        gone = visit(acme, acme.bo).content.decode()

    assert re.search(r'"Allowed, by day: 1(, 0){13}"', last)
    assert re.search(r'"Allowed, by day: 0(, 0){13}"', gone)


def test_the_last_lines_of_the_trace_are_shown(acme: Cast) -> None:
    answer(acme, asked(acme), acme.bo, reason="Ordered by us.")

    words = seen(acme, acme.vi)

    assert "Bo Lindqvist approved to pay 7,400.00 EUR" in words
    assert "because “Ordered by us.”" in words
    assert Event.CHECKPOINT_APPROVED not in words


def test_nobody_of_another_client_sees_it(acme: Cast, globex: Cast) -> None:
    foreign = globex.browser(globex.gil).get(f"/c/{acme.client.slug}/")

    assert foreign.status_code == 404


def test_the_page_is_only_read(acme: Cast) -> None:
    assert acme.browser(acme.bo).post(f"/c/{acme.client.slug}/").status_code == 405


def test_more_of_everything_costs_no_more_queries(acme: Cast) -> None:
    def happen(name: str) -> None:
        asked(acme)
        unknown(acme)
        with acme.scope():
            agents.register_agent(name=name, purpose="Fills in forms.")

    browsers = [acme.browser(acme.bo), acme.browser(acme.ada)]
    address = f"/c/{acme.client.slug}/"

    def costs() -> list[int]:
        counted = []
        for browser in browsers:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counted.append(len(queries))
        return counted

    happen("Customs agent")
    few = costs()
    for name in ("Freight agent", "Travel agent"):
        happen(name)

    assert costs() == few
