"""What a small mistake in the engine would change, and no other test would see."""

from datetime import timedelta

import pytest

from governance.engine.boundary import compile_boundary
from governance.engine.document import DocumentError, read_document
from governance.engine.domains import domain_of
from governance.engine.windows import bucket_width
from tests.governance.engine.building import (
    Json,
    decide,
    document,
    keys,
    leaf,
    question,
    rule,
)


def test_a_count_is_explained_by_how_many_there_were() -> None:
    few: Json = {
        "count": {"of": "parameters.to", "that": None},
        "op": "more_than",
        "value": 2,
    }
    verdict = decide(
        rule("many", 1, "deny", conditions=few), parameters={"to": ["a", "b", "c"]}
    )

    assert "3 is over 2" in verdict.explanation


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        # Like nothing on the list: plainly none of it.
        ("Größe", ["other"]),
        # Read as "approved", and written with a Cyrillic letter: neither yes nor no.
        ("\u0430pproved", []),
    ],
)
def test_a_text_in_other_letters_is_none_of_the_list_unless_it_looks_like_one(
    status: str, allowed: list[str]
) -> None:
    other = leaf("parameters.status", "not_one_of", ["approved", "known"])
    verdict = decide(
        rule("other", 1, "allow", conditions=other), parameters={"status": status}
    )

    assert keys(verdict) == allowed


def test_the_end_of_a_range_that_does_not_read_is_named() -> None:
    ends = leaf("parameters.amount", "between", [1, "soon"])

    with pytest.raises(DocumentError) as refused:
        read_document(document(rule("range", 1, "deny", conditions=ends)))

    assert refused.value.path.endswith("conditions.value[1]")


def test_the_past_is_looked_up_by_three_fields_at_most() -> None:
    past = {"count": "payment.send", "outcome": "asked", "hours": 1}
    per = [f"parameters.p{number}" for number in range(4)]
    few = {"history": {**past, "per": per[:3]}, "op": "at_most", "value": 1}
    many = {"history": {**past, "per": per}, "op": "at_most", "value": 1}

    assert read_document(document(rule("few", 1, "deny", conditions=few)))
    with pytest.raises(DocumentError, match="at most 3 elements"):
        read_document(document(rule("many", 1, "deny", conditions=many)))


def test_numbers_are_compared_as_sets_too() -> None:
    among = leaf("parameters.lots", "among_field", "facts.order.lots")
    lots = {"parameters": {"lots": [1, 3]}, "facts": {"order": {"lots": [1, 2, 3]}}}

    assert keys(decide(rule("known", 1, "allow", conditions=among), **lots)) == [
        "known"
    ]


def test_the_platforms_rules_come_first_whatever_their_number() -> None:
    ours = document(rule("ours", 1, "deny"))
    theirs = document(rule("theirs", 2, "deny"))

    assert keys(compile_boundary(ours, guardrails=theirs).decide(question())) == [
        "theirs",
        "ours",
    ]


def test_the_longest_address_is_one_and_a_longer_one_is_none() -> None:
    at = "@example.com"
    longest = "a" * (320 - len(at)) + at

    assert domain_of(longest) == "example.com"
    assert domain_of(f"a{longest}") is None


def test_a_rolling_window_is_counted_in_sixty_parts_of_a_minute_at_least() -> None:
    assert bucket_width(timedelta(days=10)) == timedelta(hours=4)
    assert bucket_width(timedelta(minutes=30)) == timedelta(minutes=1)


def test_one_hour_is_said_as_one() -> None:
    age = leaf("parameters.at", "age_more_than", {"hours": 1})
    values = {
        "parameters": {"at": "2026-11-25T08:00:00Z"},
        "time": {"now": "2026-11-25T10:00:00Z", "zone": "UTC"},
    }

    explained = decide(rule("old", 1, "deny", conditions=age), **values).explanation

    assert "1 hour." in explained


def test_a_condition_that_looks_at_two_things_is_refused_in_words() -> None:
    both: Json = {
        **leaf("parameters.to", "at_most", 1),
        "count": {"of": "parameters.to", "that": None},
    }

    with pytest.raises(DocumentError, match="unknown: field"):
        read_document(document(rule("both", 1, "deny", conditions=both)))


def test_what_is_found_about_a_count_names_the_list() -> None:
    few: Json = {
        "count": {"of": "parameters.to", "that": None},
        "op": "at_most",
        "value": 2,
    }

    verdict = decide(rule("few", 1, "deny", conditions=few), parameters={"to": ["a"]})

    assert [one.field for one in verdict.hits[0].findings] == ["parameters.to"]
