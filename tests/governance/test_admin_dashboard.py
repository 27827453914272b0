"""The dashboard: what needs somebody, counted as the lists behind it count."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import OwnerRole
from agents.selectors import owner_of_record
from agents.services import name_owner, register_agent
from audit.models import Entry
from governance.admin.cards import cards_of
from governance.admin.dashboard import sentence_of
from governance.admin.figures import FIGURES
from governance.models import Checkpoint, Clearance, HaltScope, Run
from governance.selectors import dashboard as reads
from governance.services.clearances import revoke
from governance.services.halts import set_halt
from tenants.clock import database_now
from tenants.scoping import lead_scope
from tenants.selectors import person
from tests.cast import Cast, make_acme
from tests.database import changed_by_force
from tests.governance.happenings import ask, open_run, unknown
from tests.governance.readying import answered_for, clear_for
from tests.leads import a_lead, browser_of

WHY = "Two payments to one account within the hour."


def trouble(cast: Cast) -> None:
    """Let one of everything that needs somebody happen at a client."""
    late = unknown(cast)
    unknown(cast)
    _set("governance_ticket", "deadline", late.pk, "-1 hour")
    _set("governance_ticket", "acknowledge_missed_at", late.pk, "-1 hour")
    run = open_run(cast)
    asked = [_asked(cast, run, age) for age in ("-10 minutes", "-5 hours", "-3 days")]
    _set("governance_checkpoint", "deadline", asked[-1], "-1 minute")
    with cast.scope(cast.ada):
        first = Clearance.objects.select_related("workflow_version__workflow").get()
        revoke(first, by=cast.ada, reason="A shorter one follows.")
        other = register_agent(name="Other agent", purpose="Waits.")
        unclaimed = register_agent(name="Unclaimed agent", purpose="Waits.")
        name_owner(agent=unclaimed, membership=cast.bo, role=OwnerRole.OWNER)
        soon = _cleared(cast, cast.agent, first, days=3)
        over = _cleared(cast, other, first, days=2)
        set_halt(
            scope=HaltScope.AGENT,
            target_id=other.id,
            label=other.name,
            by=cast.ada,
            reason=WHY,
        )
        held = owner_of_record(cast.agent.id)
    assert held is not None
    _set("agents_ownership", "accepted_at", held.pk, "-91 days")
    _set("governance_clearance", "signed_at", soon.pk, "-91 days")
    _set("governance_clearance", "expires_at", over.pk, "-1 day")
    assert soon.expires_at > database_now()


def _asked(cast: Cast, run: Run, age: str) -> UUID:
    action = ask(cast, run, amount="7400.00")
    with cast.scope():
        checkpoint: Checkpoint = action.checkpoints.get()
    _set("governance_checkpoint", "asked_at", checkpoint.pk, age)
    return checkpoint.pk


def _cleared(cast: Cast, agent: Any, like: Clearance, *, days: int) -> Clearance:
    if owner_of_record(agent.id) is None:
        answered_for(cast, agent)
    return clear_for(cast, agent, version=like.workflow_version, days=days)


def _set(table: Any, column: Any, key: Any, away: str) -> None:
    # Time cannot be waited for: as the superuser, whom nothing binds.
    statement: Any = (
        f"UPDATE {table} SET {column} = remit_now() + %s::interval WHERE id = %s"  # noqa: S608
    )
    assert changed_by_force(statement, away, key) == 1


EXPECTED = {
    "overdue": 1,
    "unheeded": 1,
    "tickets": 2,
    "unknown": 2,
    "halts": 1,
    "ownerless": 1,
    "unconfirmed": 1,
    "ended": 1,
    "unsigned": 0,
    "unready": 0,
    "unreviewed": 1,
    "ending": 1,
    "hour": 1,
    "day": 1,
    "older": 1,
    "late": 1,
}


def read() -> tuple[Any, list[str]]:
    """Return the dashboard's answer to a lead, and the statements that it took."""
    browser = browser_of(a_lead())
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get("/admin/")
    assert answer.status_code == 200
    return answer, [query["sql"] for query in queries]


def test_each_figure_leads_to_just_the_rows_that_it_counts(
    acme: Cast, globex: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble(acme)
    monkeypatch.setattr(reads, "MOST_CLIENTS", 1_000_000)
    lead = a_lead()
    with lead_scope(actor=person(lead)):
        board = reads.dashboard()
    lines = {line.client.pk: line for line in board.clients}
    browser = browser_of(lead)

    assert dict(lines[acme.client.pk].counts) == EXPECTED
    assert not lines[globex.client.pk].troubles
    assert lines[acme.client.pk].last_action_at is not None
    assert lines[globex.client.pk].last_action_at is None
    for name, figure in FIGURES.items():
        own = browser.get(figure.url(acme.client.slug)).context["cl"]
        everybodys = browser.get(figure.url()).context["cl"]
        assert own.result_count == EXPECTED[name], name
        assert everybodys.result_count == board.counts[name], name


def test_the_dashboard_says_the_most_pressing_first_and_nothing_of_why(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble(acme)

    answer, _ = read()
    page = answer.content.decode()
    tickets = answer.context["cards"][0].rows

    assert [row.is_late for row in tickets] == sorted(
        (row.is_late for row in tickets), reverse=True
    )
    assert "overdue since" in page
    for hidden in (WHY, "Nordlicht", "7,400", "7400.00", "Waits."):
        assert hidden not in page
    # Other tests leave their troubles too, and this one's may not be among the first.
    monkeypatch.setattr(reads, "MOST_ROWS", 1_000_000)
    whole = read()[0].content.decode()
    assert "Other agent" in whole
    assert "named, has not accepted" in whole
    assert "Ada Rossi has to say so again" in whole


def test_more_clients_and_rows_take_no_more_queries(acme: Cast) -> None:
    _, before = read()

    trouble(acme)
    make_acme()
    _, after = read()

    assert len(after) == len(before)
    assert len(after) <= 20
    start = after.index("SET LOCAL ROLE remit_lead")
    assert not [each for each in after[:start] if 'FROM "governance_' in each]


def test_what_is_looked_at_here_is_nobodys_page(acme: Cast) -> None:
    with acme.scope():
        before = Entry.objects.count()

    read()

    with acme.scope():
        assert Entry.objects.count() == before


def test_when_nothing_needs_somebody_it_says_that_all_is_well() -> None:
    calm = reads.Dashboard(
        now=datetime(2026, 11, 25, tzinfo=UTC),
        counts=dict.fromkeys(reads.FIGURES, 0),
        agents=[],
        clearances=[],
        tickets=[],
        halts=[],
        clients=[],
        client_count=2,
    )

    assert sentence_of(calm).startswith("All is well: at 2 clients, nothing needs")
    assert all(card.is_well and card.well for card in cards_of(calm))


def test_every_figure_that_is_counted_is_shown() -> None:
    assert set(FIGURES) == set(reads.FIGURES) == set(EXPECTED)
