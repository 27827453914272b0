"""A webhook is connected, changed and retired in the portal; its secret shows once."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import AllowedHost, Runner
from agents.selectors import runner_secrets
from audit.selectors import Filters, trace
from tests.agents.connecting import BANK, connect, post
from tests.cast import Cast, make_acme
from tests.catalogue import ask
from tests.database import run
from tests.governance.seen import seen

WEBHOOK = {"kind": "webhook", "url": BANK, "timeout": "5", "secret_from": "generated"}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


def told(cast: Cast) -> list[str]:
    """Return the sentences of the ledger, the newest first."""
    with cast.scope():
        return [line.sentence for line in trace(Filters()).lines]


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def everything_kept(cast: Cast) -> str:
    """Return what the history and the ledger keep, as text."""
    tables = ("agents_historicalrunner", "audit_entry", "audit_privatevalue")
    with cast.scope():
        return str([run("SELECT t::text FROM {t} t", t=one) for one in tables])


def test_a_secret_that_was_made_is_shown_once_and_kept_nowhere_else(us: Cast) -> None:
    answer = post(us, us.ada, "connections/connect/", name="Till", **WEBHOOK)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    [secret] = set(SECRET.findall(text_of(answer)))
    with us.scope():
        runner = Runner.objects.get(name="Till")
        assert runner_secrets(runner) == (secret,)
    assert secret not in seen(us, us.ada, f"connections/{runner.id}/")
    assert secret not in everything_kept(us)
    columns = ask(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = 'agents_historicalrunner'"
    )
    assert not [name for (name,) in columns if "secret" in name]
    assert told(us)[0] == f"Ada Rossi connected the runner Till to {BANK}."


def test_a_pasted_secret_is_never_shown_not_even_beside_an_error(us: Cast) -> None:
    pasted = {**WEBHOOK, "secret_from": "pasted", "secret": "whsec_c2hvcnQ="}

    refused = post(us, us.ada, "connections/connect/", name="Short", **pasted)

    assert refused.status_code == 422
    assert "this one has 5" in text_of(refused)
    assert "whsec_c2hvcnQ=" not in text_of(refused)
    assert 'value="Short"' in text_of(refused)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"url": "https://evil.example/"},
            "evil.example is not on the list of allowed",
        ),
        ({"url": "http://bank.example/"}, "is not on the list of allowed"),
        ({"url": ""}, "This is not a web address."),
        ({"timeout": "31"}, "Give 1 to 30 seconds."),
        ({"name": "Bank"}, "There is a connection called Bank."),
        ({"kind": "lookup"}, "Only a webhook has an address."),
        ({"secret_from": "pasted"}, "Paste the secret, or have one made."),
    ],
)
def test_what_cannot_be_connected_is_told_at_its_field(
    us: Cast, change: dict[str, str], words: str
) -> None:
    sent = {"name": "Wrong", **WEBHOOK, **change}

    refused = post(us, us.ada, "connections/connect/", **sent)

    assert refused.status_code in {409, 422}
    assert words in text_of(refused)
    with us.scope():
        assert not Runner.objects.filter(name="Wrong").exists()


def test_a_change_of_address_is_told_with_both_hosts(us: Cast) -> None:
    with us.scope():
        runner = connect(us)
    post(us, us.ada, "hosts/allow/", host="pay.example", reason="Our new bank.")

    moved = {"url": "https://pay.example/payments", "timeout": "9"}
    answer = post(us, us.ada, f"connections/{runner.id}/change/", **moved)

    assert answer.status_code == 302
    assert f"changed the connection {runner.name}: from 127.0.0.1:" in told(us)[0]
    assert told(us)[0].endswith(" to pay.example; 9 seconds to answer instead of 2.")
    with us.scope():
        assert len(runner_secrets(runner)) == 1


def test_a_connection_in_use_cannot_be_retired(us: Cast) -> None:
    with us.scope():
        used, idle = Runner.objects.get(name="Bank"), connect(us)

    refused = post(us, us.ada, f"connections/{used.id}/retire/", sure="yes")
    retired = post(us, us.ada, f"connections/{idle.id}/retire/", sure="yes")

    assert (refused.status_code, retired.status_code) == (409, 302)
    assert "Bank still carries out Send a payment" in text_of(refused)
    assert told(us)[0] == f"Ada Rossi retired the connection {idle.name}."
    assert f"{idle.name} is retired." in seen(us, us.ada, f"connections/{idle.id}/")
    assert idle.name not in text_of(
        us.browser(us.ada).get(f"/c/{us.client.slug}/action-types/new/")
    )


def test_rotating_shows_the_new_secret_and_how_long_the_old_one_is_good(
    us: Cast,
) -> None:
    with us.scope():
        runner = connect(us)

    sent = {"secret_from": "generated", "overlap": "24"}
    answer = post(us, us.ada, f"connections/{runner.id}/rotate/", **sent)

    [secret] = set(SECRET.findall(text_of(answer)))
    with us.scope():
        assert runner_secrets(runner)[0] == secret
    assert "Both are live" in text_of(answer)
    assert f"gave the connection {runner.name} a new secret" in told(us)[0]
    assert secret not in everything_kept(us)


def test_a_host_says_which_connections_stop_without_it(acme: Cast) -> None:
    with acme.scope():
        host = AllowedHost.objects.get()
        connect(acme, name="Till")

    words = seen(acme, acme.ada, f"hosts/{host.id}/")
    why = {"reason": "We left this bank."}
    answer = post(acme, acme.ada, f"hosts/{host.id}/remove/", **why)

    assert "2 connections send nothing any more" in words
    assert "Bank" in words
    assert "Till" in words
    assert answer.status_code == 302
    assert told(acme)[0].endswith(f"{host.name}, because “We left this bank.”")
    after = seen(acme, acme.vi, "connections/")
    assert "Bank, Till reach nothing now." in after
    assert f"{host.name} is not on the list of allowed hosts." in after


@pytest.mark.parametrize(
    ("host", "reason", "words"),
    [
        ("*.example", "All of it.", "Write each host out"),
        ("10.0.0.7", "Our own.", "10.0.0.7 is not a public address."),
        ("bank.example", " ", "Write the reason: it is kept in the ledger."),
    ],
)
def test_a_host_that_may_not_be_is_told_at_its_field(
    us: Cast, host: str, reason: str, words: str
) -> None:
    refused = post(us, us.ada, "hosts/allow/", host=host, reason=reason)

    assert refused.status_code == 422
    assert words in text_of(refused)
    assert f'value="{host}"' in text_of(refused)


def test_a_host_is_on_the_list_once_however_it_is_written(us: Cast) -> None:
    first = post(us, us.ada, "hosts/allow/", host="twice.example", reason="One.")
    second = post(us, us.ada, "hosts/allow/", host="TWICE.example.:443", reason="Two.")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "twice.example is on the list already." in text_of(second)


def test_the_pages_cost_the_same_however_much_there_is(acme: Cast) -> None:
    browser, path = acme.browser(acme.ada), f"/c/{acme.client.slug}/connections/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(path)
        return len(captured)

    queries()
    few = queries()
    with acme.scope():
        for _ in range(5):
            connect(acme)

    assert queries() == few <= 16
