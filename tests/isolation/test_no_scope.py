"""Without a scope, and after one, nothing is there: in whichever way code runs."""

from unittest import mock

import pytest

from tests.isolation.asking import ask
from tests.isolation.reused import BREAKS, the_next_sees_nothing
from tests.isolation.town import signed_in, town
from tests.isolation.unscoped import WAYS, where_no_scope_is


@pytest.mark.parametrize("way", WAYS)
def test_where_no_scope_is_open_nothing_is_there(way: str) -> None:
    where_no_scope_is(town().acme, way)


@pytest.mark.parametrize("how", BREAKS)
def test_a_connection_that_broke_in_one_scope_shows_nothing_of_it_in_the_next(
    how: str,
) -> None:
    the_next_sees_nothing(town().globex, town().acme, how)


def test_a_page_that_failed_leaves_nothing_to_the_next_persons() -> None:
    here = town()
    gil = signed_in("gil", here.globex.people["gil"].user)
    broken = mock.patch(
        "governance.portal.inbox.views.render", side_effect=LookupError("no page today")
    )
    with broken, pytest.raises(AssertionError, match="fails"):
        ask(gil, "GET", f"c/{here.theirs['client']}/")

    answer = ask(here.visitors["admin"], "GET", f"c/{here.own['client']}/")

    assert answer.status == 200
    here.canaries.require_none(answer, "the page after it")
