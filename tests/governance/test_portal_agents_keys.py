"""Keys: shown once, two at a time, ended, revoked, and when each was used."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from agents.models import AgentKey
from agents.services import end_key, issue_key, revoke_key
from tests.cast import Cast
from tests.database import changed_by_force, run
from tests.flows.pasting import program
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do, told


def issue(cast: Cast, **fields: Any) -> Any:
    """Issue a key as Ada and return the answer."""
    path = f"agents/{cast.agent.id}/keys/issue/"
    return do(cast, cast.ada, path, **{"name": "Production", **fields})


def text_of(answer: Any) -> str:
    """Return the text of the key that was issued."""
    assert answer.status_code == 200, read(answer)
    return program(answer.content.decode(), "key")


def key_of(cast: Cast, text: str) -> AgentKey:
    """Return the row of a key."""
    with cast.scope():
        return AgentKey.objects.get(prefix=text.split("_")[1])


def status(cast: Cast, key: str) -> int:
    """Return how a call with this key is answered."""
    answer = cast.api("GET", "agent", Authorization=f"Bearer {key}")
    return int(answer.status_code)


def test_a_key_is_shown_once_and_is_nowhere_else(acme: Cast) -> None:
    answer = issue(acme)

    key = text_of(answer)
    assert headline(answer).endswith("Copy it now: it is not shown again.")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.redirect_chain == []
    assert status(acme, key) == 200
    secret = key.split("_")[2]
    for path in (f"agents/{acme.agent.id}/", f"agents/{acme.agent.id}/keys/"):
        assert secret not in visit(acme, acme.ada, path).content.decode()
    sessions = [one.get_decoded() for one in Session.objects.all()]
    assert secret not in str(sessions)
    with acme.scope():
        entries = run("SELECT body FROM audit_entry")
        private = run("SELECT * FROM audit_privatevalue")
    assert entries
    assert secret not in f"{entries}{private}"


def test_each_key_says_who_issued_it_and_until_when_it_works(acme: Cast) -> None:
    text_of(issue(acme, expires="2027-01-31"))

    words = seen(acme, acme.vi, f"agents/{acme.agent.id}/keys/")

    assert "Production" in words
    assert "by Ada Rossi" in words
    assert "31 January 2027, 23:59" in words
    assert "Only an admin can issue a key. You are here as auditor." in words
    assert "Issue a key</button>" not in words


@pytest.mark.parametrize(
    ("fields", "status_code", "error"),
    [
        ({"name": ""}, 422, "Give it a name, to know it by later."),
        ({"expires": "2020-01-31"}, 422, "A key ends in the future."),
        ({"expires": "soon"}, 422, "Enter a valid date."),
        ({"issued": "0"}, 409, "A key has been issued since this form was shown."),
    ],
)
def test_a_key_that_cannot_be_is_not_issued(
    acme: Cast, fields: dict[str, str], status_code: int, error: str
) -> None:
    answer = issue(acme, **fields)

    assert answer.status_code == status_code
    assert error in read(answer)
    with acme.scope():
        assert AgentKey.objects.count() == 1


def test_two_keys_live_at_a_time_and_a_place_becomes_free(acme: Cast) -> None:
    second = text_of(issue(acme))

    third = issue(acme)
    do(acme, acme.ada, f"keys/{key_of(acme, acme.key).id}/end/", when="now")
    fourth = text_of(issue(acme))

    assert third.status_code == 409
    assert "has two live keys: one of them has to end first." in read(third)
    assert [status(acme, key) for key in (acme.key, second, fourth)] == [401, 200, 200]


def test_a_key_that_is_replaced_works_until_its_end(acme: Cast) -> None:
    key = key_of(acme, acme.key)

    answer = do(acme, acme.ada, f"keys/{key.id}/end/", when="hour")
    later = do(acme, acme.ada, f"keys/{key.id}/end/", when="day")

    assert f"The key {key.prefix} has an end now." in read(answer)
    assert later.status_code == 409
    assert "It ends before that." in read(later)
    assert status(acme, acme.key) == 200
    ends = key_of(acme, acme.key).expires_at
    assert ends is not None
    assert told(acme, acme.agent)[-1] == (
        f"Ada Rossi let the key {key.prefix} of Invoice agent end at "
        f"{ends:%Y-%m-%d %H:%M:%S} UTC."
    )
    # As if the hour were over.
    changed_by_force(
        "UPDATE agents_agentkey SET expires_at = remit_now() WHERE id = %s", key.id
    )
    assert status(acme, acme.key) == 401


def test_a_revoked_key_is_refused_at_once_and_says_by_whom_and_why(acme: Cast) -> None:
    key = key_of(acme, acme.key)
    path = f"keys/{key.id}/revoke/"

    silent = do(acme, acme.ada, path, reason=" ")
    answer = do(acme, acme.ada, path, reason="It was in a log.")
    again = do(acme, acme.ada, path, reason="It was in a log.")
    ended = do(acme, acme.ada, f"keys/{key.id}/end/", when="now")

    assert silent.status_code == 422
    assert f'id="id_{key.prefix}_reason_error"' in silent.content.decode()
    assert "by Ada Rossi: “It was in a log.”" in read(answer)
    assert "Invoice agent has no live key, so it cannot call." in headline(answer)
    assert (again.status_code, ended.status_code) == (409, 409)
    assert status(acme, acme.key) == 401
    assert told(acme, acme.agent)[-1] == (
        f"Ada Rossi revoked the key {key.prefix} of Invoice agent, because "
        "“It was in a log.”"
    )


def test_when_a_key_was_used_is_written_down_once_a_minute(acme: Cast) -> None:
    assert key_of(acme, acme.key).last_used_at is None
    status(acme, acme.key)
    first = key_of(acme, acme.key).last_used_at
    status(acme, acme.key)

    assert first is not None
    assert key_of(acme, acme.key).last_used_at == first
    changed_by_force(
        "UPDATE agents_agentkey SET last_used_at = last_used_at - interval '61 s' "
        "WHERE client_id = %s",
        acme.client.id,
    )
    status(acme, acme.key)
    latest = key_of(acme, acme.key).last_used_at
    assert latest is not None
    assert latest >= first
    assert "Last used never" not in seen(acme, acme.vi, f"agents/{acme.agent.id}/keys/")


def test_what_is_not_a_key_uses_none(acme: Cast) -> None:
    status(acme, f"{acme.key[:-1]}_")

    assert key_of(acme, acme.key).last_used_at is None


def test_the_page_takes_no_more_queries_for_more_keys(
    acme: Cast, django_assert_max_num_queries: Any
) -> None:
    with acme.scope(acme.ada):
        for _ in range(5):
            key = key_of(acme, issue_key(agent=acme.agent))
            end_key(key, within=timedelta(0))
        revoke_key(key_of(acme, acme.key), by=acme.ada, reason="A drill.")
    browser = acme.browser(acme.ada)
    path = f"/c/{acme.client.slug}/agents/{acme.agent.id}/keys/"

    with django_assert_max_num_queries(26):
        assert browser.get(path).status_code == 200
