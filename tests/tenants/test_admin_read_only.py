"""Nothing can be added, changed or deleted in the admin, and the pages look so."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from tests.leads import PAGE_IDS, PAGES, house, list_url, page_url, unchanged

pytestmark = pytest.mark.parametrize("model", PAGES, ids=PAGE_IDS)

FORM = re.compile(r"<form[^>]*_form\".*?</form>", re.DOTALL)
CONTROL = re.compile(r"<(select|textarea|button|input(?![^>]*hidden))")


def posted(row: Any) -> dict[str, str]:
    """Return the row as a form that changes it would send it."""
    fields = {
        field.name: str(field.value_from_object(row)) for field in row._meta.fields
    }
    return fields | {"name": "Changed", "title": "Changed", "_save": "Save"}


def test_a_row_cannot_be_changed(model: Any) -> None:
    row = house().row(model)

    with unchanged(model, house().acme):
        answer = house().browser().post(page_url(model, row.pk), posted(row))

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_cannot_be_deleted(model: Any, method: str) -> None:
    url = page_url(model, house().row(model).pk, "delete")

    with unchanged(model, house().acme):
        answer = getattr(house().browser(), method)(url, {"post": "yes"})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_row_cannot_be_added(model: Any, method: str) -> None:
    url = f"{list_url(model)}add/"

    with unchanged(model, house().acme):
        answer = getattr(house().browser(), method)(url, posted(house().row(model)))

    assert answer.status_code == 403


def test_a_list_takes_no_actions(model: Any) -> None:
    form = {
        "action": "delete_selected",
        "_selected_action": str(house().row(model).pk),
        "post": "yes",
        "index": "0",
    }

    with unchanged(model, house().acme):
        answer = house().browser().post(list_url(model), form)

    assert answer.status_code == 403


def test_a_history_takes_nothing(model: Any) -> None:
    url = page_url(model, house().row(model).pk, "history")

    with unchanged(model, house().acme):
        answer = house().browser().post(url, {"_save": "Revert"})

    assert answer.status_code == 403


def test_a_page_has_nothing_to_write_in_and_no_button(model: Any) -> None:
    answer = house().browser().get(page_url(model, house().row(model).pk))
    page = answer.content.decode()
    form = FORM.search(page)

    assert answer.status_code == 200
    assert form is not None
    assert not CONTROL.search(form.group())
    assert "_save" not in page
    assert "/delete/" not in page
    assert "/add/" not in page


def test_reading_writes_no_log_of_the_admins_own(model: Any) -> None:
    row = house().row(model)

    house().browser().get(list_url(model))
    house().browser().get(page_url(model, row.pk))

    assert not LogEntry.objects.filter(user=house().lead).exists()
