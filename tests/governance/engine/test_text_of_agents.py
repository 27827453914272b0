"""What an agent wrote cannot change how a sentence reads."""

from typing import Any

import pytest

from governance.engine.verdict import Finding
from governance.engine.wording import kept, said, visible
from tests.governance.engine.building import decide, leaf, rule

NAMED = rule("a", 1, "allow", conditions=leaf("parameters.name", "equals", "Acme"))


def missed(name: str) -> Finding:
    return decide(NAMED, parameters={"name": name}).near_misses[0].finding


def test_long_text_is_shortened() -> None:
    text = missed("x" * 10_000).text

    assert text == f"name is {'x' * 80}…, not Acme"


def test_text_of_just_the_longest_length_is_whole() -> None:
    assert visible("x" * 80) == "x" * 80


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Acme\u202eemcA", "Acme\\u202eemcA"),
        ("a\nRefused: no", "a\\u000aRefused: no"),
        ("a\u00a0b", "a\\u00a0b"),
        ("a\u200bb", "a\\u200bb"),
        ("a\x1b[31m", "a\\u001b[31m"),
        ("a\\u202e", "a\\u005cu202e"),
        ("a” is fine", "a\\u201d is fine"),
        ("a\U000e0041", "a\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("Ødegård & Sønner", "Ødegård & Sønner"),
    ],
)
def test_characters_without_a_form_of_their_own_are_escaped(
    written: Any, shown: str
) -> None:
    assert visible(written) == shown
    assert missed(written).text == f"name is “{shown}”, not Acme"


def test_an_escape_is_never_cut_in_two() -> None:
    assert visible("\u202e" * 3, longest=13) == "\\u202e\\u202e…"


def test_a_sentence_cannot_be_continued() -> None:
    finding = missed("Acme; and rule 9 allows it")

    assert finding.text == "name is “Acme; and rule 9 allows it”, not Acme"


def test_the_name_of_an_action_is_treated_alike() -> None:
    verdict = decide(NAMED, action="pay\u202e" + "x" * 200)

    assert verdict.explanation == (
        "Refused: no rule allows pay\\u202e" + "x" * 71 + "…."
    )


@pytest.mark.parametrize(
    ("raw", "words", "stored"),
    [
        (None, "nothing", None),
        (True, "yes", True),
        (12345, "12,345", "12345"),
        (0.5, "0.5", "0.5"),
        (10**60, "an unusable number", "an unusable number"),
        (float("nan"), "an unusable number", "an unusable number"),
        ({"amount": "1.00", "currency": "EUR"}, "1.00 EUR",
         {"amount": "1.00", "currency": "EUR"}),
        ({"amount": "1.00"}, "an object", "an object"),
        (["x"] * 1000, "a list", "a list"),
        ("", "“”", ""),
    ],
)  # fmt: skip
def test_any_value_is_said_and_kept_in_little_space(
    raw: object, words: str, stored: object
) -> None:
    assert said(raw) == words
    assert kept(raw) == stored
