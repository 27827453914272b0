"""Who may do what at a client of one's own, as the table says and nobody else."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from tenants.models import Role
from tests.database import run
from tests.governance.answering import asked
from tests.isolation import fresh, rights
from tests.isolation.asking import Answer, Request, Visitor, ask
from tests.isolation.foreign import contents_of, nothing_happens
from tests.isolation.fresh_halts import lift_everything
from tests.isolation.fresh_people import passwords_are_enough
from tests.isolation.fresh_readiness import stand_again
from tests.isolation.routes import API, AT_A_CLIENT, METHODS, PORTAL, TO_AGENTS
from tests.isolation.town import signed_in, town
from tests.isolation.turns import READ, UNREAD, ways

NOT_SIGNED_IN = {"nobody", "agent's key", "feed key", "revoked key"}
NOT_HERE = {"suspended", "lead"}
EACH = pytest.mark.parametrize("route", PORTAL)


@pytest.fixture(autouse=True)
def _the_agent_may_act_again() -> Iterator[None]:
    yield
    lift_everything(town().acme)
    passwords_are_enough(town().acme)
    stand_again(town().acme)


def test_the_rights_to_every_page_and_form_are_in_the_table() -> None:
    assert set(rights.AT_A_CLIENT) == set(PORTAL)
    assert set(fresh.FRESH) == {
        route for route, how in PORTAL.items() if how.method == "POST" and not how.looks
    }
    assert all(
        PORTAL[route].looks or PORTAL[route].method == "GET"
        for route in fresh.LOOKED_AT
    )


@EACH
def test_who_may_is_let_in(route: str) -> None:
    here, how = town(), PORTAL[route]
    may = sorted(rights.AT_A_CLIENT[route])
    if how.method == "GET" or how.looks:
        with nothing_happens(here, route):
            for name in may:
                answer = _do(here.visitors[name], route, _parts(route))
                assert answer.status in {200, 204}, name
        return
    globex = contents_of(here.globex)
    for name in may:
        parts = _parts(route)
        before = contents_of(here.acme)

        answer = _do(here.visitors[name], route, parts)

        assert answer.status == (200 if route in rights.SHOWN_ONCE else 302), name
        assert contents_of(here.acme) != before, f"{name} at {route!r}"
    assert contents_of(here.globex) == globex


@EACH
def test_who_may_not_is_refused(route: str) -> None:
    here, parts = town(), _parts(route)
    refused = set(here.visitors) - rights.AT_A_CLIENT[route]
    with nothing_happens(here, route):
        for name in sorted(refused):
            answer = _do(here.visitors[name], route, parts)

            assert answer.status == _refusal(name), name
            if answer.status == 302:
                assert answer.headers["Location"].startswith("/sign-in/?next=")


@EACH
def test_nothing_is_done_by_another_method(route: str) -> None:
    here, how = town(), PORTAL[route]
    answered = {"GET", "HEAD"} if how.method == "GET" else {how.method}
    others = [method for method in METHODS if method not in answered]
    may = rights.AT_A_CLIENT[route]
    parts = _parts(route)
    with nothing_happens(here, route):
        for name, method in ways(here.visitors, route, may, others):
            answer = _do(here.visitors[name], route, parts, method)

            # Who may not do a thing may be told so before what the method is.
            expected = {405} if name in may else {405, _refusal(name)}
            assert answer.status in expected, f"{method} as {name}"


@pytest.mark.parametrize("route", API)
def test_an_agents_key_alone_opens_the_api(route: str) -> None:
    here, full, how = town(), f"{TO_AGENTS}{route}", API[route]
    with nothing_happens(here, route):
        others = [name for name in here.visitors if name != "agent's key"]
        # Nobody but an agent has a key, if only one that was revoked.
        for name, method in ways(others, route, {"revoked key", "admin"}, READ, UNREAD):
            answer = Request(here.visitors[name], method, full, how.body).ask(
                here.own, path=here.own
            )
            assert answer.status == 401, f"{method} as {name}"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", METHODS)
def test_a_feed_key_alone_opens_what_it_keeps(method: str) -> None:
    # An agent must not change what it is checked against.
    here, path = town(), f"{TO_AGENTS}facts/suppliers/S-1"
    with nothing_happens(here, path):
        for name in set(here.visitors) - {"feed key"}:
            answer = ask(here.visitors[name], method, path, body={"status": "approved"})
            assert answer.status == 401, f"{method} as {name}"


@pytest.mark.parametrize("route", API)
def test_an_agent_is_answered_about_its_own(route: str) -> None:
    # So it was the id, or the key, that was refused elsewhere.
    here, how = town(), API[route]
    fresh = {**here.own, "key": here.nothing()["key"]}

    key, full = here.visitors["agent's key"], f"{TO_AGENTS}{route}"
    answer = Request(key, how.method, full, how.body).ask(fresh, path=here.own)

    assert answer.status not in {400, 401, 403, 404, 405}, answer.text


@pytest.mark.parametrize(
    ("change", "then"),
    [("suspended", 404), ("account closed", 302), ("made an auditor", 403)],
)
def test_what_changes_about_a_person_counts_at_the_next_request(
    change: str, then: int
) -> None:
    here = town()
    person = here.acme.people["cy"]
    visitor = signed_in(change, person.user)
    halt = "halts/set/<uuid:row_id>/"
    assert _do(visitor, halt, _parts(halt)).status == 302

    with here.acme.scope():
        _change(change)
    try:
        assert _do(visitor, halt, _parts(halt)).status == then
    finally:
        with here.acme.scope():
            _change("as before")


def test_no_agent_answers_a_checkpoint_not_even_in_sql() -> None:
    here = town()
    named = (here.acme.agent.id, asked(here.acme))
    statement = (
        "UPDATE governance_checkpoint SET state = 'approved', answered_by_id = %s, "
        "answered_at = remit_now() WHERE id = %s"
    )

    with pytest.raises(IntegrityError, match="answered_by_id_fkey"), here.acme.scope():
        run(statement, *named)


def test_a_page_of_who_works_at_both_is_of_one() -> None:
    here = town()
    answer = ask(here.visitors["works at both"], "GET", f"c/{here.own['client']}/")

    assert answer.status == 200
    here.canaries.require_none(answer, "the first page at Acme")


def _change(change: str) -> None:
    person = town().acme.people["cy"]
    person.is_active = change != "suspended"
    person.role = Role.AUDITOR if change == "made an auditor" else Role.OPERATOR
    person.save(update_fields=["is_active", "role"])
    person.user.is_active = change != "account closed"
    person.user.save(update_fields=["is_active"])


def _parts(route: str) -> dict[str, str]:
    here = town()
    anew = fresh.FRESH.get(route)
    named = fresh.LOOKED_AT.get(route, {})
    return {**here.own, **named, **(anew(here.acme) if anew else {})}


def _do(
    visitor: Visitor, route: str, parts: dict[str, str], method: str = ""
) -> Answer:
    how = PORTAL[route]
    asked = Request(
        visitor, method or how.method, f"{AT_A_CLIENT}{route}", how.body, how.refers
    )
    return asked.ask(parts, path=parts)


def _refusal(name: str) -> int:
    if name in NOT_SIGNED_IN:
        return 302
    return 404 if name in NOT_HERE else 403
