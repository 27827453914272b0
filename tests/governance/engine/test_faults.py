from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from governance.engine.boundary import (
    EVALUATION_FAULTS,
    compile_boundary,
    with_exhausted,
)
from tests.governance.engine.building import (
    decide,
    document,
    leaf,
    question,
    rule,
)

DOCUMENT = document(
    rule("alone", 1, "allow"),
    rule("deny", 2, "deny", conditions=leaf("facts.x", "equals", 1)),
)


class Faulty(Mapping[str, object]):
    """Values that break when they are looked at."""

    def __init__(self, fault: BaseException) -> None:
        self.fault = fault

    def get(self, name: object, default: object = None) -> object:
        raise self.fault

    def __getitem__(self, name: object) -> object:
        raise self.fault

    def __iter__(self) -> Iterator[str]:
        raise self.fault

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize("fault", [*EVALUATION_FAULTS, RecursionError])
def test_a_fault_while_deciding_is_a_deny_with_its_own_code(
    fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    asked = question(facts=Faulty(fault("boom")))

    verdict = compile_boundary(DOCUMENT).decide(asked)

    assert (verdict.effect, verdict.code) == ("deny", "error")
    assert verdict.hits == ()
    assert verdict.explanation == (
        "Refused: the rules could not be evaluated, and without them nothing is"
        " allowed."
    )
    assert caplog.messages == ["a boundary could not be evaluated"]


@pytest.mark.parametrize("fault", [MemoryError, KeyboardInterrupt, OSError])
def test_what_is_no_answer_passes_through(fault: Any) -> None:
    asked = question(facts=Faulty(fault("boom")))

    with pytest.raises(fault):
        compile_boundary(DOCUMENT).decide(asked)


def test_an_error_stays_an_error_whatever_the_limits_say() -> None:
    limit = {"count": 1, "per": [], "window": "ever"}
    demands = decide(
        rule("a", 1, "allow"),
        rule("ask", 2, "checkpoint", limit=limit),
    ).limits
    failed = compile_boundary(DOCUMENT).decide(question(facts=Faulty(ValueError("x"))))

    assert with_exhausted(failed, demands) is failed
