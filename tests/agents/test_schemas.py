"""A client's JSON Schema is checked in bounded time, or it is not published."""

import re
import time
from typing import Any

import pytest

from agents.declarations import Declaration
from agents.models import Reversibility, Runner
from agents.schemas import check_schema, first_fault
from agents.schemas.patterns import MOST_WAYS, PatternError, count_ways
from agents.services import publish_action_type
from tenants.errors import Invalid
from tests.cast import Cast

TEXT = {"type": "string"}


def of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("^[A-Z]{3}$", 1),
        ("^(EUR|USD)$", 2),
        ("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$", 20),
        (r"^[0-9]{1,12}(\.[0-9]{1,4})?$", 60),
        (r"^(?:a|b{0,3}){2}$", 25),
        (r"^costs \$", 1),
        (r"^\$$", 1),
        ("^", 1),
    ],
)
def test_the_ways_of_a_pattern_are_counted(pattern: str, ways: int) -> None:
    assert count_ways(pattern) == ways


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa){1,50}$",
        "^(a?){40}a{40}$",
        "^a{0,100}a{0,100}a{0,100}$",
        "^((a{0,9}){0,9}){0,9}$",
        "^a*$",
        "^a+$",
        "^a{3,}$",
        "^a{1,99999}$",
        "^a{1001}$",
        "^a??$",
        "[A-Z]{3}",
        "",
        "^a|b$",
        r"^(a)\1$",
        "^(?=a)b$",
        "^(?P<x>a)$",
        r"^\d{3}$",
        r"^\bword$",
        "^[z-a]$",
        "^[a",
        "^[a[b]]$",
        "^(a",
        "^a)",
        "^a{x}",
        "^a$b",
        "^a^b",
        "^a\\",
        "^" + "(" * 20 + "a" + ")" * 20,
        "^" + "a" * 600,
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        count_ways(pattern)


def test_the_worst_pattern_that_is_accepted_is_quick() -> None:
    pattern = "^" + "(a|a)" * 10 + "$"
    assert MOST_WAYS / 2 < count_ways(pattern) <= MOST_WAYS

    started = time.perf_counter()
    assert re.search(pattern, "a" * 200_000) is None

    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        ({"type": "text"}, "$.type"),
        (of(a={"pattern": "^(a+)+$"}), "$.properties.a.pattern"),
        (of(a={"pattern": 5}), "$.properties.a.pattern"),
        ({"$ref": "#"}, "$.$ref"),
        (of(a={"$ref": "https://example.com/schema"}), "$.properties.a.$ref"),
        ({"anyOf": [{}, {"$dynamicRef": "#x"}]}, "$.anyOf[1].$dynamicRef"),
        (of(a={"patternProperties": {"^a": {}}}), "$.properties.a.patternProperties"),
        ({"unevaluatedProperties": False}, "$.unevaluatedProperties"),
        ({"requried": ["a"]}, "$.requried"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "$.$schema"),
        ({"items": {"uniqueItems": True}}, "$.items.uniqueItems"),
        ({"uniqueItems": True, "maxItems": 5000}, "$.uniqueItems"),
        ({"if": {"then": {"nonsense": 1}}}, "$.if.then.nonsense"),
        ({"enum": list(range(3_000))}, "$"),
        ({"description": "a" * 50_000}, "$"),
        (
            of(**{f"f{n}": {"pattern": "^a{0,30}b{0,30}$"} for n in range(3)}),
            "$",
        ),
    ],
)
def test_an_unbounded_schema_is_refused_and_the_place_is_named(
    schema: dict[str, Any], where: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_schema(schema)

    assert refusal.value.field == "schema"
    assert f" at {where}: " in refusal.value.message


def test_a_schema_that_is_too_deep_is_refused() -> None:
    schema: dict[str, Any] = {}
    for _ in range(5_000):
        schema = {"not": schema}

    with pytest.raises(Invalid, match="nested deeper"):
        check_schema(schema)


def test_everyday_words_are_accepted() -> None:
    check_schema(
        of(
            code={**TEXT, "pattern": "^[A-Z]{3}$", "format": "x"},
            tags={
                "type": "array",
                "items": TEXT,
                "maxItems": 20,
                "uniqueItems": True,
            },
            kind={"enum": ["a", "b"], "title": "Kind", "default": "a"},
            either={"oneOf": [{"const": 1}, {"type": "null"}]},
        )
        | {"required": ["code"], "additionalProperties": False}
    )


def test_a_bad_schema_is_not_published(acme: Cast) -> None:
    declaration = Declaration(
        name="mail.send",
        title="Send a mail",
        phrase="send a mail",
        schema=of(to={**TEXT, "pattern": "^(a+)+$"}),
        reversibility=Reversibility.IRREVERSIBLE,
    )
    with acme.scope(), pytest.raises(Invalid, match="say how often"):
        publish_action_type(declaration, runner=Runner.objects.all()[:1].get())


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"lines": [{"iban": 5}]}, "parameters.lines[0].iban"),
        ({"lines": [{}]}, "parameters.lines[0].iban"),
        ({"lines": [{"iban": "x", "more": 1}]}, "parameters.lines[0].more"),
        ({"lines": [{"iban": "EUR\n"}]}, "parameters.lines[0].iban"),
        ([], "parameters"),
    ],
)
def test_a_fault_is_named_by_its_path(value: Any, path: str) -> None:
    line = {
        "type": "object",
        "properties": {"iban": {**TEXT, "pattern": "^[A-Za-z]{1,3}$"}},
        "required": ["iban"],
        "additionalProperties": False,
    }
    schema = of(lines={"type": "array", "items": line})

    fault = first_fault(schema, value, at="parameters")

    assert fault is not None
    assert fault.path == path
