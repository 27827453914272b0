"""Another client's pages do not exist: for whoever works elsewhere, on every path."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client as Browser

from agents.models import Ownership
from audit.models import Entry
from governance.models import Checkpoint, Run, Ticket
from tests.cast import Cast, make_acme, make_globex
from tests.database import contents
from tests.lived_in import live_in
from tests.paths import paths_below

METHODS = ["GET", "POST", "PUT", "DELETE"]
# Of everything that a form of ours may ask for.
BODY = {
    "answer": "approve",
    "reason": "The supplier was called.",
    "text": "The bank is asked.",
    "resolution": "It was paid once.",
    "result": "done",
    "happened": "yes",
    "evidence": "Seen in the bank's list.",
}
CONVERTER = re.compile(r"<(\w+):(\w+)>")


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, where nothing has happened: what has a number elsewhere has none here."""
    return make_acme()


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex, where everything has happened once."""
    cast = make_globex()
    live_in(cast)
    return cast


@pytest.fixture(scope="module")
def foreign(them: Cast) -> dict[str, str]:
    """What the parts of a path would be at Globex."""
    with them.scope():
        assert Run.objects.filter(number=1).exists()
        assert Ticket.objects.filter(number=1).exists()
        return {
            "agent_id": str(them.agent.id),
            "checkpoint_id": str(Checkpoint.objects.earliest("asked_at").id),
            "entry_id": str(Entry.objects.earliest("id").id),
            "number": "1",
            "ownership_id": str(Ownership.objects.earliest("named_at").id),
        }


def test_every_part_of_a_path_is_known_here(foreign: dict[str, str]) -> None:
    parts = {name for path in _paths() for _, name in CONVERTER.findall(path)}

    assert parts == set(foreign)


def test_a_client_that_is_not_ones_own_answers_like_none(
    us: Cast, them: Cast, foreign: dict[str, str]
) -> None:
    before = _contents(them)
    browser = us.browser(us.ada)
    for path, slug in product(_paths(), [them.client.slug, "nobody"]):
        _is_absent(browser, f"/c/{slug}/{_fill(path, foreign)}")
    assert _contents(them) == before


def test_an_id_of_another_client_answers_like_none(
    us: Cast, them: Cast, foreign: dict[str, str]
) -> None:
    browser = us.browser(us.ada)
    before = _contents(us), _contents(them)
    for path in _paths():
        if CONVERTER.search(path):
            _is_absent(browser, f"/c/{us.client.slug}/{_fill(path, foreign)}")
    assert (_contents(us), _contents(them)) == before


def test_the_same_paths_answer_the_client_whose_they_are(
    them: Cast, foreign: dict[str, str]
) -> None:
    # So it was the person, or the id, that was refused above.
    browser = them.browser(them.gil)
    for path in _paths():
        address = f"/c/{them.client.slug}/{_fill(path, foreign)}"
        found: list[Any] = [browser.get(address), browser.post(address)]
        assert {answer.status_code for answer in found} != {404, 405}, path


def test_nobody_sees_a_page_without_signing_in(
    them: Cast, foreign: dict[str, str]
) -> None:
    for path in _paths():
        for slug in (them.client.slug, "nobody"):
            address = f"/c/{slug}/{_fill(path, foreign)}"
            for method in ("get", "post"):
                answer: Any = getattr(Browser(), method)(address)
                assert answer.status_code in {302, 405}, address
                if answer.status_code == 302:
                    assert answer.headers["Location"].startswith("/sign-in/")


def test_an_agents_key_opens_no_page(them: Cast, foreign: dict[str, str]) -> None:
    key = {"Authorization": f"Bearer {them.key}"}
    for path in _paths():
        address = f"/c/{them.client.slug}/{_fill(path, foreign)}"
        answer: Any = Browser().post(address, BODY, headers=key)
        assert answer.status_code in {302, 405}, path


def test_who_has_left_a_client_finds_nothing_there_any_more() -> None:
    left = make_acme()
    browser = left.browser(left.cy)
    page = f"/c/{left.client.slug}/"
    before: Any = browser.get(page)
    assert before.status_code == 200

    with left.scope():
        left.cy.is_active = False
        left.cy.save(update_fields=["is_active"])

    after: Any = browser.get(page)
    assert after.status_code == 404


def _paths() -> Iterator[str]:
    return paths_below("c/<slug:client>/")


def _is_absent(browser: Browser, address: str) -> None:
    for method in METHODS:
        answer: Any = getattr(browser, method.lower())(address, BODY)
        assert answer.status_code in {404, 405}, f"{method} {address}"
        for word in (b"Globex", b"Payables", b"Nordlicht"):
            assert word not in answer.content, f"{method} {address}"


def _fill(path: str, values: dict[str, str]) -> str:
    return CONVERTER.sub(lambda part: values[part.group(2)], path)


def _contents(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()
