"""How acts read once they are done."""

import pytest

from governance.portal.runs.verbs import past


@pytest.mark.parametrize(
    ("act", "done"),
    [
        ("pay 480.00 EUR to Nordlicht", "paid 480.00 EUR to Nordlicht"),
        ("tell supplier 7 about invoice 1", "told supplier 7 about invoice 1"),
        ("match invoice 1", "matched invoice 1"),
        ("notify everybody", "notified everybody"),
        ("delay it", "delayed it"),
        ("close the account", "closed the account"),
        ("submit", "submitted"),
    ],
)
def test_an_act_that_was_done_reads_as_done(act: str, done: str) -> None:
    assert past(act) == done


@pytest.mark.parametrize("act", ["480.00 EUR", "Pay it", "", "päy it", "{verb} it"])
def test_what_begins_with_no_plain_verb_is_told_as_it_is(act: str) -> None:
    assert past(act) == f"did this: {act}"
