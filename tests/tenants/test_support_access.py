"""A governance lead says why before looking into a client, which sees and ends it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.selectors import Filters, trace
from governance.models import Action
from tenants.errors import Conflict, Invalid, NotAllowed, NotFound
from tenants.models import SupportAccess, User
from tenants.selectors.support import access_by_id, may_look_in
from tenants.services.support import end_access, open_access
from tests.cast import Cast, make_globex
from tests.governance.answering import clock_ahead
from tests.leads import a_lead, browser_of, page_url, with_access

WHY = "Ticket 7 is stuck."


@pytest.fixture
def page(acme: Cast) -> str:
    """The admin's page about one of Acme's actions."""
    cast_run = acme.open_run()
    acme.ask_payment(cast_run)
    with acme.scope():
        newest = Action.objects.order_by("-id").first()
        assert newest is not None
        return page_url(Action, newest.id)


def test_who_has_not_said_why_is_asked_and_comes_back(acme: Cast, page: str) -> None:
    lead = browser_of(a_lead())
    asked = lead.get(page)
    form = asked["Location"]
    assert form == f"{entering(acme)}?next={page.replace('/', '%2F')}"
    assert "told on their record" not in lead.get(form).text
    assert lead.post(form, {"hours": "1"}).status_code == 422
    assert lead.get(page).status_code == 302

    answer = lead.post(form, {"reason": WHY, "hours": "4"})

    assert answer["Location"] == page
    assert lead.get(page).status_code == 200
    assert sentences(acme)[:2] == [
        f"Lee Park, governance lead, looked at action {page.split('/')[-3]}.",
        f"Lee Park, governance lead, may look in for 4 hours, because “{WHY}”",
    ]
    assert lead.post(form, {"reason": WHY, "hours": "4"}).status_code == 409


def test_it_is_into_one_client_and_by_one_lead(acme: Cast, page: str) -> None:
    lead, globex = a_lead(), make_globex()
    browser_of(lead, globex)

    assert browser_of(lead).get(page).status_code == 302
    with_access(lead, acme)
    assert browser_of(a_lead()).get(page).status_code == 302
    with globex.scope():
        assert may_look_in(lead.pk)


def test_it_ends_by_itself(acme: Cast, page: str) -> None:
    lead = browser_of(a_lead(), acme)
    assert lead.get(page).status_code == 200

    with clock_ahead(timedelta(hours=8, minutes=1)):
        assert lead.get(page).status_code == 302


def test_the_client_sees_who_looks_in_and_why_and_ends_it(
    acme: Cast, page: str
) -> None:
    user = a_lead()
    lead = browser_of(user, acme)
    people = f"/c/{acme.client.slug}/people/"
    for who in (acme.ada, acme.vi):
        shown = acme.browser(who).get(people).text
        assert "“A test.”" in shown
        assert ("End it" in shown) is (who == acme.ada)
    path = f"/c/{acme.client.slug}/support/{access_of(acme, user).id}/end/"

    assert acme.browser(acme.bo).post(path).status_code == 403
    assert acme.browser(acme.ada).post(path).status_code == 302

    assert lead.get(page).status_code == 302
    assert sentences(acme)[0] == (
        "Ada Rossi had Lee Park, governance lead, look in no longer."
    )
    assert acme.browser(acme.ada).post(path).status_code == 409


def test_nobody_goes_to_another_site_from_there(acme: Cast) -> None:
    for onward in ("https://evil.example/admin/", "//evil.example", "/c/acme/"):
        lead = browser_of(a_lead())
        answer = lead.post(
            f"{entering(acme)}?next={onward}", {"reason": WHY, "hours": "1"}
        )
        assert answer["Location"].startswith("/admin/tenants/client/")


def test_only_a_lead_looks_in_for_some_hours_and_a_reason(acme: Cast) -> None:
    for lead, reason, hours, error in (
        (acme.ada.user, WHY, 1, NotAllowed),
        (a_lead(), " ", 1, Invalid),
        (a_lead(), WHY, 9, Invalid),
        (a_lead(), WHY, 0, Invalid),
    ):
        with pytest.raises(error):
            open_access(client_id=acme.client.id, lead=lead, reason=reason, hours=hours)


def test_another_clients_admin_ends_nothing(acme: Cast) -> None:
    user, globex = a_lead(), make_globex()
    with_access(user, acme)
    held = access_of(acme, user)

    with globex.scope(globex.people["gil"]), pytest.raises(NotFound):
        access_by_id(held.id)
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        end_access(held, by=acme.bo)
    with acme.scope(acme.ada):
        end_access(held, by=acme.ada)
        with pytest.raises(Conflict):
            end_access(held, by=acme.ada)


def entering(cast: Cast) -> str:
    """Return the path of the page where a lead says why."""
    return reverse("admin:enter", args=[cast.client.id])


def access_of(cast: Cast, lead: User) -> SupportAccess:
    """Return a lead's access to a client."""
    with cast.scope():
        return SupportAccess.objects.get(lead=lead)


def sentences(cast: Cast) -> list[str]:
    """Return what a client's record says, the newest first."""
    with cast.scope():
        return [line.sentence for line in trace(Filters()).lines]
