"""A client that demands a second factor: its pages wait, and approvals step up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser

from audit.models import Entry
from governance.models import Checkpoint, CheckpointAnswer
from governance.selectors.stepping_up import steps_up
from governance.services import checkpoints
from governance.services.as_code import UnloadableError
from tenants.clock import database_now
from tenants.errors import Invalid, NotAllowed
from tenants.models import Client
from tenants.services import demand_second_factor
from tenants.services.delegating import delegate
from tests.cast import Cast
from tests.governance.answering import asked
from tests.governance.filing import edited, export_of, loaded, planned
from tests.governance.seen import read
from tests.governance.stepping import demanded, forgiving
from tests.leads import a_lead
from tests.tenants.factors import code_of, with_factor, wrong_code

REASON = "I looked at the order."
SET_UP = "/account/second-factor/"


@pytest.fixture
def acme_again(acme: Cast) -> Iterator[Cast]:
    """Acme, which demands nothing afterwards."""
    with forgiving(acme):
        yield acme


@pytest.fixture
def demanding(acme: Cast) -> Iterator[Cast]:
    """Acme, whose admin demands a second factor of whoever may decide."""
    with demanded(acme):
        yield acme


def page(cast: Cast, path: str = "inbox/") -> str:
    return f"/c/{cast.client.slug}/{path}"


def answer_of(cast: Cast, waiting: UUID, code: str | None = None) -> Any:
    """Send Bo's approval from the inbox, with a code if there is one."""
    typed = {"answer": "approve", "reason": REASON}
    return cast.browser(cast.bo).post(
        page(cast, f"inbox/{waiting}/answer"),
        typed | ({} if code is None else {"code": code}),
    )


def state_of(cast: Cast, waiting: UUID) -> str:
    with cast.scope():
        return str(Checkpoint.objects.get(id=waiting).state)


def test_pages_wait_until_who_may_decide_has_a_second_factor(demanding: Cast) -> None:
    browser = demanding.browser(demanding.bo)

    turned = browser.get(page(demanding))
    told = browser.get(SET_UP).content.decode()

    assert turned.headers["Location"] == SET_UP
    assert "Acme Logistics demands it of whoever may decide there." in told
    with_factor(demanding.bo.user)
    assert browser.get(page(demanding)).status_code == 200


def test_who_decides_nothing_needs_none(demanding: Cast) -> None:
    assert demanding.browser(demanding.vi).get(page(demanding)).status_code == 200


def test_who_answers_in_somebodys_place_needs_one_too(demanding: Cast) -> None:
    with demanding.scope(demanding.bo):
        now = database_now()
        spell = {"since": now, "until": now + timedelta(days=1)}
        delegate(demanding.bo, to=demanding.vi, **spell, by=demanding.bo)

    turned = demanding.browser(demanding.vi).get(page(demanding))

    assert turned.headers["Location"] == SET_UP


def test_a_form_is_not_taken_meanwhile(demanding: Cast) -> None:
    waiting = asked(demanding)

    turned = answer_of(demanding, waiting)

    assert turned.headers["Location"] == SET_UP
    assert state_of(demanding, waiting) == "waiting"


def test_a_client_that_demands_none_is_as_it_was(acme: Cast, globex: Cast) -> None:
    waiting = asked(acme)

    assert answer_of(acme, waiting).headers["Location"] == page(acme)
    assert state_of(acme, waiting) == "approved"


def test_what_cannot_be_undone_takes_a_code_for_itself(demanding: Cast) -> None:
    waiting, secret = asked(demanding), with_factor(demanding.bo.user)
    form = demanding.browser(demanding.bo).get(page(demanding))
    assert "the code of your second factor" in form.content.decode()

    missing = answer_of(demanding, waiting, "")
    left_out = answer_of(demanding, waiting)
    wrong = answer_of(demanding, waiting, wrong_code(secret))

    assert [one.status_code for one in (missing, left_out, wrong)] == [422, 422, 422]
    assert "It cannot be undone: type the code" in read(missing)
    assert "This code is not right." in read(wrong)
    # What was written stays.
    assert REASON in read(wrong)
    assert state_of(demanding, waiting) == "waiting"

    done = answer_of(demanding, waiting, code_of(secret))

    assert done.headers["Location"] == page(demanding)
    assert state_of(demanding, waiting) == "approved"
    with demanding.scope():
        assert CheckpointAnswer.objects.get().stepped_up
        entry = Entry.objects.filter(event="checkpoint.approved").latest("id")
        assert '"second_factor":"totp"' in bytes(entry.body).decode()


def test_a_code_decides_one_thing(demanding: Cast) -> None:
    first, second = asked(demanding), asked(demanding)
    secret = with_factor(demanding.bo.user)
    code = code_of(secret)

    assert answer_of(demanding, first, code).status_code == 302
    again = answer_of(demanding, second, code)

    assert again.status_code == 422
    assert state_of(demanding, second) == "waiting"


def test_to_refuse_takes_no_code(demanding: Cast) -> None:
    waiting = asked(demanding)
    with_factor(demanding.bo.user)
    typed = {"answer": "refuse", "reason": REASON, "cause": "wrong", "code": ""}

    done = demanding.browser(demanding.bo).post(
        page(demanding, f"inbox/{waiting}/answer"), typed
    )

    assert done.status_code == 302
    assert state_of(demanding, waiting) == "refused"


@pytest.mark.parametrize(
    ("reversibility", "takes_one"),
    [("read_only", False), ("reversible", False), ("irreversible", True)],
)
def test_only_what_cannot_be_undone_takes_a_code(
    demanding: Cast, reversibility: str, *, takes_one: bool
) -> None:
    waiting = asked(demanding)
    with demanding.scope():
        found = Checkpoint.objects.select_related("action__action_type").get(id=waiting)
        client = Client.objects.get()
    found.action.action_type.reversibility = reversibility

    assert steps_up(found.action, client=client) is takes_one


def test_codes_are_tried_so_often_whatever_became_of_the_page(demanding: Cast) -> None:
    waiting, secret = asked(demanding), with_factor(demanding.bo.user)
    for _ in range(5):
        assert answer_of(demanding, waiting, wrong_code(secret)).status_code == 422

    right = answer_of(demanding, waiting, code_of(secret))

    assert right.status_code == 422
    assert "Too many tries." in read(right)
    assert state_of(demanding, waiting) == "waiting"


def test_the_service_takes_no_approval_without_a_code(demanding: Cast) -> None:
    waiting, secret = asked(demanding), with_factor(demanding.bo.user)
    with demanding.scope(demanding.bo):
        found = Checkpoint.objects.select_related("group").get(id=waiting)
        for code in ("", wrong_code(secret)):
            with pytest.raises(Invalid):
                checkpoints.approve(
                    checkpoint=found, by=demanding.bo, reason=REASON, code=code
                )
    assert state_of(demanding, waiting) == "waiting"


def test_an_admin_demands_it_who_has_one(acme_again: Cast) -> None:
    acme = acme_again
    browser, path = acme.browser(acme.ada), page(acme, "people/second-factor/")

    without = browser.post(path, {"demanded": "yes"})
    with_factor(acme.ada.user)
    done = browser.post(path, {"demanded": "yes"})
    twice = browser.post(path, {"demanded": "yes"})
    people = read(browser.get(page(acme, "people/")))

    assert (without.status_code, done.status_code, twice.status_code) == (409, 302, 409)
    assert "Set up your own second factor first" in read(without)
    assert "Whoever may decide here shows a second factor" in people
    assert browser.post(path, {"demanded": "no"}).status_code == 302
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        demand_second_factor(demanded=True, by=acme.bo)


def test_a_file_demands_it_too(acme_again: Cast) -> None:
    acme, line = acme_again, "second_factor_required: false"
    file = edited(acme, (line, "second_factor_required: true"))

    told = [str(one) for one in planned(acme, file).changes]

    assert told == ["Changed: client: whoever may decide shows a second factor."]
    with pytest.raises(UnloadableError, match="Set up your own second factor"):
        loaded(acme, file)
    with_factor(acme.ada.user)
    loaded(acme, file)
    assert "second_factor_required: true" in export_of(acme)


def test_leads_show_one_where_any_client_demands_it(demanding: Cast) -> None:
    lead, browser = a_lead(), Browser()
    browser.force_login(lead)

    turned = browser.get("/admin/", follow=True)

    assert turned.redirect_chain[-1][0] == SET_UP
    with_factor(lead)
    assert browser.get("/admin/").status_code == 200
