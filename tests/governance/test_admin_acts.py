"""What a governance lead does at a client: with a reason and on record, or not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.test import Client as Browser

from agents.models import Agent, AgentKey
from audit.selectors import Filters, trace
from governance.models import Clearance, Halt, HaltScope, Workflow
from governance.services.halts import set_halt
from tenants.models import Client, Membership
from tests.cast import Cast, make_acme
from tests.database import contents
from tests.governance.happenings import open_run
from tests.governance.seen import read, seen
from tests.leads import a_lead, browser_of, no_longer_a_lead, page_url

WHY = "The bank warned us of payments to a strange account."


@dataclass(frozen=True)
class Deed:
    """An act on a row of Acme's, and what the record says of it."""

    model: Any
    name: str
    row: Callable[[Cast], Any]
    looked_at: str
    told: str


def _first(model: Any) -> Callable[[Cast], Any]:
    def row(cast: Cast) -> Any:
        with cast.scope():
            return model.objects.order_by("pk").first()

    return row


DEEDS = [
    Deed(
        Agent,
        "halt",
        _first(Agent),
        "agent Invoice agent, to halt it",
        "halted Invoice agent, because",
    ),
    Deed(
        Workflow,
        "halt",
        _first(Workflow),
        "workflow Supplier invoice payment, to halt it",
        "halted Supplier invoice payment, because",
    ),
    Deed(
        Client,
        "halt",
        _first(Client),
        "client Acme Logistics, to halt it",
        "halted Acme Logistics, because",
    ),
    Deed(
        Clearance,
        "revoke",
        _first(Clearance),
        "to revoke it",
        "revoked the clearance of Invoice agent for",
    ),
    Deed(
        AgentKey,
        "revoke",
        _first(AgentKey),
        "to revoke it",
        "of Invoice agent, because",
    ),
    Deed(
        Membership,
        "suspend",
        lambda cast: cast.bo,
        "to suspend the person",
        "suspended Bo Lindqvist, because",
    ),
]
EACH = pytest.mark.parametrize(
    "deed", DEEDS, ids=[f"{one.name} {one.model.__name__}" for one in DEEDS]
)


@cache
def quiet() -> Cast:
    """Return an Acme at which nothing is ever done."""
    return make_acme()


def url_of(deed: Deed, acme: Cast) -> str:
    """Return the page of an act."""
    return page_url(deed.model, deed.row(acme).pk, deed.name)


def record(acme: Cast) -> list[str]:
    """Return what is on Acme's record, oldest first."""
    with acme.scope():
        lines = trace(Filters(), size=1000).lines
    return [line.sentence for line in reversed(lines)]


def rows(acme: Cast) -> dict[str, tuple[int, str]]:
    """Return what Acme's tables hold, but for the ledger."""
    with acme.scope():
        return {
            table: found
            for table, found in contents().items()
            if not table.startswith("audit_")
        }


@EACH
def test_a_lead_does_it_once_with_a_reason_after_the_look_is_told(
    acme: Cast, deed: Deed
) -> None:
    lead, url = browser_of(a_lead(), acme), url_of(deed, acme)
    row = page_url(deed.model, deed.row(acme).pk)
    assert f'href="{url}"' in lead.get(row).content.decode()
    before = len(record(acme))

    form = lead.get(url)
    shown = record(acme)[before:]
    answer = lead.post(url, {"reason": WHY})

    assert form.status_code == 200
    assert len(shown) == 1
    looked = f"{deed.looked_at}."
    assert shown[0].startswith("Lee Park, governance lead, looked at ")
    assert shown[0].endswith(looked)
    assert answer.status_code == 302
    again, done, *_ = record(acme)[before + 1 :]
    assert again == shown[0]
    assert done.startswith("Lee Park (governance lead) ")
    assert deed.told in done
    assert done.endswith(f"“{WHY}”")

    after = rows(acme)
    assert lead.post(url, {"reason": WHY}).status_code == 409
    assert rows(acme) == after
    assert f'href="{url}"' not in lead.get(row).content.decode()


@EACH
def test_without_a_reason_nothing_is_done(deed: Deed) -> None:
    acme = quiet()
    lead, before = browser_of(a_lead(), acme), rows(acme)

    for typed in ({}, {"reason": " \n "}, {"reason": "x" * 2001}):
        answer = lead.post(url_of(deed, acme), typed)

        assert answer.status_code == 422
        assert "errors" in answer.content.decode()
    assert rows(acme) == before


@EACH
def test_who_is_no_lead_or_no_longer_one_does_nothing(deed: Deed) -> None:
    acme = quiet()
    was = a_lead()
    former, before = browser_of(was), rows(acme)
    no_longer_a_lead(was)
    told = len(record(acme))

    for browser in (former, acme.browser(acme.ada), Browser()):
        answer = browser.post(url_of(deed, acme), {"reason": WHY})

        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    assert rows(acme) == before
    assert len(record(acme)) == told


@EACH
def test_by_another_method_or_from_elsewhere_nothing_is_done(deed: Deed) -> None:
    acme = quiet()
    user = a_lead()
    lead, forged = browser_of(user), Browser(enforce_csrf_checks=True)
    forged.force_login(user)
    before, told = rows(acme), len(record(acme))

    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        assert lead.generic(method, url_of(deed, acme)).status_code == 403
    answer = forged.post(url_of(deed, acme), {"reason": WHY})

    assert answer.status_code == 403
    assert rows(acme) == before
    assert len(record(acme)) == told


@pytest.mark.parametrize("deed", DEEDS[:3], ids=["agent", "workflow", "client"])
def test_a_halt_says_what_it_stops_stops_it_and_is_lifted(
    acme: Cast, deed: Deed
) -> None:
    run, lead = acme.open_run(), browser_of(a_lead(), acme)
    row = deed.row(acme)

    words = read(lead.get(url_of(deed, acme)))
    lead.post(url_of(deed, acme), {"reason": WHY})

    assert "One run of one agent is open: it will stop before their next" in words
    refused = acme.ask_payment(run)
    assert refused["refused_by"] == "standing"
    assert WHY.rstrip(".") in refused["explanation"]

    lift = page_url(deed.model, row.pk, "lift")
    assert lead.post(lift, {"reason": "It was nothing."}).status_code == 302
    assert acme.ask_payment(run)["status"] == "authorized"


def test_any_halt_is_lifted_from_its_own_page(acme: Cast) -> None:
    run = open_run(acme)
    with acme.scope(acme.bo):
        halt = set_halt(
            scope=HaltScope.RUN, target_id=run.id, label="Run", by=acme.bo, reason=WHY
        )
    lead = browser_of(a_lead(), acme)

    answer = lead.post(page_url(Halt, halt.pk, "lift"), {"reason": "All is clear."})

    assert answer.status_code == 302
    page = read(lead.get(page_url(Halt, halt.pk)))
    assert "Lee Park (governance lead)" in page
    history = read(lead.get(page_url(Halt, halt.pk, "history")))
    assert "All is clear." in history


def test_the_client_reads_who_halted_its_agent_and_why(acme: Cast) -> None:
    browser_of(a_lead(), acme).post(url_of(DEEDS[0], acme), {"reason": WHY})

    words = seen(acme, acme.vi, f"agents/{acme.agent.id}/")
    on_record = seen(acme, acme.vi, "trace/")
    browser_of(a_lead(), acme).post(url_of(DEEDS[2], acme), {"reason": WHY})

    for path in ("agents/", "halts/"):
        assert "Lee Park (governance lead)" in seen(acme, acme.vi, path)
    assert "Lee Park (governance lead)" in words
    assert f"“{WHY}”" in words
    assert "Lee Park, governance lead, looked at agent Invoice agent," in on_record
    assert "Lee Park (governance lead) halted Invoice agent, because" in on_record


def test_an_agent_whose_key_a_lead_revoked_is_not_let_in(acme: Cast) -> None:
    assert acme.api("GET", "agent").status_code == 200

    browser_of(a_lead(), acme).post(url_of(DEEDS[4], acme), {"reason": WHY})

    assert acme.api("GET", "agent").status_code == 401
    keys = seen(acme, acme.vi, f"agents/{acme.agent.id}/keys/")
    assert f"by a governance lead: “{WHY}”" in keys


def test_whom_a_lead_suspended_is_out_until_restored(acme: Cast) -> None:
    lead, bo = browser_of(a_lead(), acme), acme.browser(acme.bo)
    path = f"/c/{acme.client.slug}/"

    lead.post(url_of(DEEDS[5], acme), {"reason": WHY})
    assert bo.get(path).status_code == 404

    restore = page_url(Membership, acme.bo.pk, "restore")
    assert lead.post(restore, {"reason": "It was nothing."}).status_code == 302
    assert bo.get(path).status_code == 200


def test_a_lead_does_not_take_a_clients_only_admin_away(acme: Cast) -> None:
    lead, before = browser_of(a_lead(), acme), rows(acme)
    url = page_url(Membership, acme.ada.pk, "suspend")

    answer = lead.post(url, {"reason": WHY})

    assert answer.status_code == 409
    assert "Ada Rossi is the only admin" in read(answer)
    assert rows(acme) == before
