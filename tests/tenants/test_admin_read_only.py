"""Nothing can be added, changed or deleted in the admin, and the pages look so."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from tests.leads import PAGE_IDS, PAGES, house, list_url, page_url

pytestmark = pytest.mark.parametrize("model", PAGES, ids=PAGE_IDS)

FORM = re.compile(r"<form[^>]*_form\".*?</form>", re.DOTALL)
CONTROL = re.compile(r"<(select|textarea|button|input(?![^>]*hidden))")


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
