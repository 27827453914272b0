"""Forms and addresses of pages take nonsense, too, and answer it with words."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser

from agents.models import Absence, ActionType, AgentKey, AllowedHost, Ownership, Runner
from audit.models import Entry
from governance.models import (
    Announcement,
    BoundaryProposal,
    BoundaryRule,
    Checkpoint,
    Clearance,
    Drill,
    FeedKey,
    Halt,
    NamedList,
    Questionnaire,
    Record,
    Register,
    RegisterUpload,
    ReplayJob,
    Waiver,
    Workflow,
)
from tenants.models import (
    Delegation,
    Group,
    Invitation,
    Membership,
    Role,
    SupportAccess,
)
from tenants.services import invite
from tests.cast import Cast, make_acme
from tests.database import contents
from tests.isolation.routes import PORTAL
from tests.lived_in import live_in
from tests.paths import paths_below

# Of which row the id is that stands in an address.
ROWS: dict[str, Any] = {
    "absence_id": Absence,
    "drill_id": Drill,
    "questionnaire_id": Questionnaire,
    "access_id": SupportAccess,
    "announcement_id": Announcement,
    "delegation_id": Delegation,
    "waiver_id": Waiver,
    "workflow_id": Workflow,
    "action_type_id": ActionType,
    "checkpoint_id": Checkpoint,
    "clearance_id": Clearance,
    "entry_id": Entry,
    "feed_id": FeedKey,
    "group_id": Group,
    "halt_id": Halt,
    "host_id": AllowedHost,
    "invitation_id": Invitation,
    "key_id": AgentKey,
    "list_id": NamedList,
    "membership_id": Membership,
    "ownership_id": Ownership,
    "proposal_id": BoundaryProposal,
    "record_id": Record,
    "register_id": Register,
    "replay_id": ReplayJob,
    "row_id": ActionType,
    "rule_id": BoundaryRule,
    "runner_id": Runner,
    "upload_id": RegisterUpload,
}
CONVERTER = re.compile(r"<\w+:(\w+)>")
FIELDS = sorted({name for how in PORTAL.values() for name in [*how.body, *how.refers]})
QUERIED = sorted(
    {name for how in PORTAL.values() for name in how.query}
    | {"state", "tab", "q", "status"}
)
# As they arrive in a form, percent-encoded.
NONSENSE = {
    "NUL": "%00",
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "too long": "a" * 20_000,
    "nothing": "",
    "blanks": "+++",
    "an id of nothing": "00000000-0000-7000-8000-000000000000",
    "a large number": "9" * 40,
}


@pytest.fixture(scope="module")
def acme_lived_in() -> Cast:
    """Acme, where everything has happened once."""
    cast = make_acme()
    live_in(cast)
    return cast


@pytest.fixture(scope="module")
def addresses(acme_lived_in: Cast) -> list[str]:
    """The address of every page, with ids of what is there."""
    cast = acme_lived_in
    with cast.scope(cast.ada):
        invite(name="Nia", email="nia@acme.example", role=Role.MEMBER, by=cast.ada)
        values = {name: model.objects.earliest("id").id for name, model in ROWS.items()}
        values |= {"agent_id": cast.agent.id, "number": 1}
    return [
        f"/c/{cast.client.slug}/"
        + CONVERTER.sub(lambda part: str(values[part.group(1)]), path)
        for path in paths_below("c/<slug:client>/")
    ]


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_a_form_is_answered_with_words(
    acme_lived_in: Cast, addresses: list[str], nonsense: str
) -> None:
    browser = acme_lived_in.browser(acme_lived_in.ada)
    body = "&".join(f"{name}={nonsense}" for name in FIELDS)
    for address in addresses:
        answer: Any = browser.post(
            address, body, content_type="application/x-www-form-urlencoded"
        )

        assert answer.status_code < 500, address
        assert b"Traceback" not in answer.content


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_an_address_is_answered_with_a_page(
    acme_lived_in: Cast, addresses: list[str], nonsense: str
) -> None:
    browser = acme_lived_in.browser(acme_lived_in.ada)
    query = "&".join(f"{name}={nonsense[:2_000]}" for name in QUERIED)
    for address in addresses:
        answer: Any = browser.get(f"{address}?{query}")

        assert answer.status_code < 500, address


@pytest.mark.parametrize("number", ["9" * 12, "9" * 20, "9" * 400, "0"])
@pytest.mark.parametrize("page", ["runs", "incidents"])
def test_a_number_of_nothing_is_a_page_that_is_not_there(
    acme_lived_in: Cast, page: str, number: str
) -> None:
    browser = acme_lived_in.browser(acme_lived_in.ada)

    answer = browser.get(f"/c/{acme_lived_in.client.slug}/{page}/{number}/")

    assert answer.status_code == 404


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "latin-1"])
def test_a_form_in_another_character_set_is_refused(
    acme_lived_in: Cast, addresses: list[str], charset: str
) -> None:
    browser = acme_lived_in.browser(acme_lived_in.ada)
    part = 'Content-Disposition: form-data; name="reason"\r\n\r\n\\ud800 and more\r\n'
    body = f"--x\r\n{part}--x--\r\n"
    before = seen(acme_lived_in)
    for address in addresses:
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        answer: Any = browser.post(address, body.encode(), content_type=kind)

        assert answer.status_code == 400, address
        assert answer["Content-Type"].startswith("text/html")
    assert seen(acme_lived_in) == before


@pytest.mark.parametrize("value", ['"\\000abcdefgh"', "é" * 40, "x" * 4_000, "../../x"])
def test_a_session_that_was_made_up_is_none(addresses: list[str], value: str) -> None:
    browser = Browser(HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={value}")

    answer = browser.get(addresses[0])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_at_the_door_is_answered_with_the_form(nonsense: str) -> None:
    answer = Browser().post(
        "/sign-in/",
        f"username={nonsense}&password={nonsense}&next={nonsense}",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert b"<form" in answer.content


def seen(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()
