"""A hit keeps the conditions that made its rule apply, and no others."""

import pytest

from tests.governance.engine.building import Json, decide, leaf, rule

YES = leaf("parameters.yes", "equals", 1)
NO = leaf("parameters.no", "equals", 2)
OPEN = leaf("parameters.open", "equals", 3)


@pytest.mark.parametrize(
    ("tree", "fields"),
    [
        (YES, ["yes"]),
        ({"all": [YES, YES]}, ["yes", "yes"]),
        ({"any": [NO, YES, OPEN]}, ["yes"]),
        ({"not": {"all": [YES, NO, OPEN]}}, ["no"]),
        ({"not": {"any": [NO, NO]}}, ["no", "no"]),
        ({"all": [YES, {"any": [NO, YES]}]}, ["yes", "yes"]),
        ({"all": [YES, OPEN]}, ["yes", "open"]),
        ({"any": [NO, OPEN]}, ["no", "open"]),
        ({"all": [{"any": [YES, NO]}, OPEN]}, ["yes", "open"]),
        ({"not": OPEN}, ["open"]),
    ],
)
def test_the_deciding_conditions_are_kept(tree: Json, fields: list[str]) -> None:
    verdict = decide(
        rule("d", 1, "deny", conditions=tree), parameters={"yes": 1, "no": 1}
    )

    (hit,) = verdict.hits
    assert [finding.field for finding in hit.findings] == [
        f"parameters.{field}" for field in fields
    ]
    assert hit.unchecked is ("open" in fields)
