"""Who is let into the admin, and what its site leaves out."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group as PermissionGroup
from django.test import Client as Browser

from tenants.models import User
from tests.cast import PASSWORD, Cast
from tests.leads import PAGES, a_lead, house, list_url

LOGIN = "/admin/login/"


def test_a_governance_lead_signs_in() -> None:
    browser = Browser()
    asked = browser.get(f"{LOGIN}?next=/admin/agents/agent/")

    answer = browser.post(
        asked["Location"],
        {"username": a_lead().email, "password": PASSWORD, "next": "/admin/"},
    )

    assert asked["Location"] == "/sign-in/?next=/admin/agents/agent/"
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", ["ada", "bo", "vi"])
def test_people_of_a_client_do_not_get_in(acme: Cast, name: str) -> None:
    browser = acme.browser(acme.people[name])

    turned = browser.get("/admin/")

    assert turned["Location"].startswith(LOGIN)
    assert browser.get(turned["Location"]).status_code == 403
    # It is no second door for signing in.
    person: User = acme.people[name].user
    tried = Browser().post(LOGIN, {"username": person.email, "password": PASSWORD})
    assert tried["Location"].startswith("/sign-in/")


def test_the_front_page_names_what_can_be_read() -> None:
    answer = house().browser().get("/admin/")

    assert answer.status_code == 200
    for model in PAGES:
        assert list_url(model) in answer.content.decode()


def test_a_lead_who_is_no_longer_active_is_out() -> None:
    lead = a_lead()
    browser = Browser()
    browser.force_login(lead)
    lead.is_active = False
    lead.save(update_fields=["is_active"])

    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/admin/autocomplete/?app_label=tenants&model_name=membership&field_name=user",
        f"/admin/r/1/{'0' * 32}/",
        "/admin/nothing/",
    ],
)
def test_views_that_would_read_outside_of_a_scope_are_left_out(path: str) -> None:
    assert house().browser().get(path).status_code == 404


def test_permission_groups_mean_nothing_here() -> None:
    assert not admin.site.is_registered(PermissionGroup)
