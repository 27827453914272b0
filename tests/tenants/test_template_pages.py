"""The frame of every page: navigation, sign-in, errors."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import include, path


def page(request: HttpRequest, client: str = "") -> HttpResponse:
    return HttpResponse(client)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


NAMES = [
    *("home", "inbox", "runs", "incidents"),
    *("agents", "action-types", "connections", "people", "trace"),
]
PORTAL = [path(f"{name}/", page, name=name) for name in NAMES]
urlpatterns = [
    path("c/<slug:client>/", include((PORTAL, "portal"))),
    path("sign-out/", page, name="sign-out"),
    path("account/", page, name="account"),
    path("password/", page, name="password-ask"),
    path("broken/", broken),
]


class SignInForm(forms.Form):
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)


@pytest.fixture(autouse=True)
def _own_urls(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def shown(rf: RequestFactory) -> Callable[..., str]:
    def render(address: str = "/c/acme/runs/", **more: Any) -> str:
        context = {
            "client": SimpleNamespace(name="Acme <Logistics>", slug="acme"),
            "membership": SimpleNamespace(
                user=SimpleNamespace(name="Ada Rossi"),
                get_role_display="Client admin",
            ),
            "nav": {"inbox": 3, "runs": 0, "incidents": 1},
            "section": "runs",
        }
        return render_to_string("portal/page.html", context | more, rf.get(address))

    return render


def test_the_navigation_leads_to_the_pages_there_are(
    shown: Callable[..., str],
) -> None:
    side = shown().partition('<header class="side">')[2].partition("<main")[0]
    links = [part.split('"')[0] for part in side.split('href="')[1:]]
    pages = [f"/c/acme/{name}/" for name in NAMES]
    assert [link for link in links if link.startswith("/c/")] == [pages[0], *pages]


def test_the_current_section_is_marked_once_in_each_navigation(
    shown: Callable[..., str],
) -> None:
    assert shown().count('aria-current="page"') == 2
    assert shown("/c/acme/runs/7/").count('aria-current="true"') == 2


def test_the_navigation_counts_only_what_there_is(shown: Callable[..., str]) -> None:
    assert shown().count(">3</b>") == 3
    assert "stopped" not in shown()
    assert shown().count("open</span>") == 2


def test_a_page_says_who_is_signed_in_and_offers_to_sign_out(
    shown: Callable[..., str],
) -> None:
    assert "Ada Rossi" in shown()
    assert "Client admin" in shown()
    assert '<form method="post" action="/sign-out/">' in shown()
    assert "csrfmiddlewaretoken" in shown()


def test_a_client_s_name_is_escaped(shown: Callable[..., str]) -> None:
    assert "Acme &lt;Logistics&gt;" in shown()


def test_a_page_starts_with_a_way_past_the_navigation(
    shown: Callable[..., str],
) -> None:
    body = shown().partition("<body>")[2].strip()
    assert body.startswith('<a class="skip" href="#main">')
    assert 'id="main"' in body


def test_messages_are_shown_as_text(shown: Callable[..., str]) -> None:
    message = type("Message", (str,), {"level_tag": "error"})("<b>lapsed</b>")
    page = shown(messages=[message])
    assert '<p class="note is-error">&lt;b&gt;lapsed&lt;/b&gt;</p>' in page


def test_signing_in_keeps_where_one_wanted_to_go(rf: RequestFactory) -> None:
    context = {"form": SignInForm(), "next": '/c/acme/"><script>'}
    markup = render_to_string("registration/sign_in.html", context, rf.get("/"))
    assert 'name="next" value="/c/acme/&quot;&gt;&lt;script&gt;"' in markup
    assert 'type="email"' in markup
    assert 'type="password"' in markup


def test_signing_in_wrongly_says_so_beside_the_fields(rf: RequestFactory) -> None:
    form = SignInForm({"email": "nobody"})
    form.add_error(None, "These do not belong together.")
    markup = render_to_string("registration/sign_in.html", {"form": form}, rf.get("/"))
    assert 'role="alert"' in markup
    assert "These do not belong together." in markup
    assert 'id="id_email_error"' in markup
    assert "This field is required." in markup


def test_a_person_of_several_clients_chooses_one(rf: RequestFactory) -> None:
    clients = [SimpleNamespace(name="Acme", slug="acme")]
    context = {"clients": clients}
    markup = render_to_string("registration/choose_client.html", context, rf.get("/"))
    assert '<a href="/c/acme/home/"><b>Acme</b></a>' in markup


def test_an_address_that_leads_nowhere_says_nothing_more() -> None:
    answer = Client().get("/c/other/secret/")
    assert answer.status_code == 404
    assert b"There is nothing here." in answer.content
    assert b"secret" not in answer.content


def test_a_fault_is_answered_without_the_database() -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert b"Something broke on our side." in answer.content
    assert b"on purpose" not in answer.content


def test_a_form_that_is_too_old_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-out/")
    assert answer.status_code == 403
    assert b"This form is no longer valid." in answer.content


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "403_csrf"])
def test_every_error_says_what_to_do_next(code: str) -> None:
    markup = render_to_string(f"{code}.html")
    assert "Go to the first page" in markup
    assert "<h1>" in markup
