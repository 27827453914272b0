"""The admin: closed to all but governance leads, who change nothing of a client."""

from functools import cache
from typing import Any
from urllib.parse import quote

import pytest

from audit.models import Entry
from tenants.admin.versions import is_tracked
from tenants.models import Client, User
from tests.cast import Cast
from tests.isolation.asking import ask, filled
from tests.isolation.foreign import contents_of, nothing_happens
from tests.isolation.routes import METHODS, TO_LEADS
from tests.isolation.routes_of_admin import ADMIN_PAGES, act_pages, admin_routes
from tests.isolation.town import town
from tests.isolation.turns import READ, UNREAD, ways
from tests.leads import PAGE_IDS, PAGES

LOGIN = "/admin/login/?next="
LEDGER = {"audit_entry", "audit_privatevalue"}
READING = ("GET", "HEAD")
# How a page answers a lead who reads, by its path; anything else is refused.
PAGES_READ = {
    "": 200,
    "add/": 403,
    "<path:object_id>/history/": 200,
    "<path:object_id>/delete/": 403,
    "<path:object_id>/change/": 200,
    "<path:object_id>/": 302,
}
LOOKS = {"<path:object_id>/history/", "<path:object_id>/change/"}
EACH = pytest.mark.parametrize("model", PAGES, ids=PAGE_IDS)


@pytest.mark.parametrize("model", [None, *PAGES], ids=["the site", *PAGE_IDS])
def test_nobody_but_a_lead_gets_any_page(model: Any) -> None:
    here = town()
    others = [name for name in here.visitors if name != "lead"]
    routes = [route for route, of in admin_routes().items() if of is model]
    with nothing_happens(here, "admin/"):
        for route in routes:
            path = _path(route, model)
            for name, method in ways(others, route, {"admin"}, READ, UNREAD):
                answer = ask(here.visitors[name], method, path)

                # To sign in, and back: what it says is what was asked for.
                back = "/admin/" if route == "logout/" else LOGIN + quote(f"/{path}")
                assert answer.status == 302, f"{method} {route!r} as {name}"
                assert answer.headers["Location"] == back
                assert answer.body == b""


def test_every_page_of_the_admin_says_how_it_answers() -> None:
    assert set(PAGES_READ) == set(ADMIN_PAGES)


@EACH
def test_a_lead_reads_and_changes_nothing_but_the_record_of_it(model: Any) -> None:
    globex, lead = town().globex, town().visitors["lead"]
    before, told = contents_of(globex), _entries(globex)
    accounts = _accounts()
    looks = 0
    for page in [*ADMIN_PAGES, *act_pages(model)]:
        path = _path(f"{model._meta.label_lower.replace('.', '/')}/{page}", model)
        # An act is the one thing that a lead may send: see test_admin_acts.
        sent = {"POST"} if page in act_pages(model) else set[str]()
        for method in set(METHODS) - sent:
            answer = ask(lead, method, path, body=_changed(model))

            assert answer.status == _expected(model, page, method), f"{method} {page!r}"
            looked = page in LOOKS or page in act_pages(model)
            looks += answer.status == 200 and looked and model is not User
    after = contents_of(globex)
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= LEDGER
    assert _entries(globex) == told + looks
    assert _accounts() == accounts


def test_the_first_pages_of_the_admin_say_nothing_of_a_client() -> None:
    here = town()
    asked = {"s": "Globex", "q": "Globex"}
    with nothing_happens(here, "admin/"):
        for page in ("search/", "tenants/", "tenants/client/found/", "jsi18n/", "no/"):
            answer = ask(here.visitors["lead"], "GET", f"admin/{page}", query=asked)

            here.canaries.require_none(answer, page)


def _expected(model: Any, page: str, method: str) -> int:
    if page == "<path:object_id>/":
        return 302 if method != "TRACE" else 405
    if method not in READING:
        return 403
    if page == "<path:object_id>/history/" and not is_tracked(model):
        return 404
    return PAGES_READ.get(page, 200)


def _path(route: str, model: Any) -> str:
    row = str(_row(model).pk) if model else ""
    parts = {
        "object_id": row,
        "app_label": "tenants/",
        "url": "nothing",
        "client_id": str(town().globex.client.id),
    }
    return filled(f"{TO_LEADS}{route}", parts)


@cache
def _row(model: Any) -> Any:
    """Return the newest row of Globex."""
    globex = town().globex
    if model is User:
        return globex.people["gil"].user
    with globex.scope():
        rows = model.objects.all()
        found = rows.order_by("name" if model is Client else "-id").first()
    assert found is not None, f"nothing made a {model._meta.label} at Globex"
    return found


def _changed(model: Any) -> dict[str, str]:
    """Return a form that would change the row, or do something to it."""
    row = _row(model)
    fields = {
        field.name: str(field.value_from_object(row)) for field in row._meta.fields
    }
    return fields | {
        "name": "Changed",
        "title": "Changed",
        "_save": "Save",
        "post": "yes",
        "action": "delete_selected",
        "_selected_action": str(row.pk),
        "index": "0",
    }


def _entries(cast: Cast) -> int:
    with cast.scope():
        return Entry.objects.count()


def _accounts() -> list[Any]:
    known = [one.user_id for one in town().globex.people.values()]
    return list(User.objects.filter(id__in=known).order_by("id").values())
