"""What is waived, how long an answer holds, and what cannot be asked."""

from dataclasses import replace
from datetime import timedelta

from governance.readiness import CHECKS, Due, Waived, assess
from tests.governance.readiness.situations import AGENT, NOW, ready, with_step

UNDRILLED = replace(AGENT, drilled_at=None)
OWNERLESS = replace(AGENT, owner=None)


def waived(code: str, about: str = "", *, days: int = 10) -> Waived:
    until = NOW + timedelta(days=days)
    return Waived(code, about, by="Ada Rossi", reason="It is planned.", until=until)


def test_a_gap_that_somebody_answers_for_is_open_no_more() -> None:
    situation = replace(ready(), agent=UNDRILLED)

    report = assess(situation, waivers=[waived("recovery.drill")])

    assert report.ready
    assert [by.by for _, _, by in report.waived] == ["Ada Rossi"]
    assert report.holds_until == NOW + timedelta(days=10)


def test_a_waiver_ends_with_its_day() -> None:
    situation = replace(ready(), agent=UNDRILLED)

    assert not assess(situation, waivers=[waived("recovery.drill", days=0)]).ready


def test_a_waiver_is_for_one_gap_and_no_other_of_its_check() -> None:
    broken = with_step(with_step(ready(), "read", input=""), "match", input="")

    report = assess(broken, waivers=[waived("structure.input_output", "read")])

    assert [gap.step for _, gap in report.gaps] == ["match"]


def test_nobody_can_waive_that_nobody_answers() -> None:
    situation = replace(ready(), agent=OWNERLESS)

    assert not assess(situation, waivers=[waived("accountability.owner")]).ready


def test_it_holds_until_the_first_of_what_ends() -> None:
    due = Due("The boundaries", NOW + timedelta(days=30))
    drilled = replace(AGENT, drilled_at=NOW - timedelta(days=60))

    assert assess(ready()).holds_until == NOW + timedelta(days=30 + 14)
    earlier = replace(ready(), agent=drilled, reviews=(due,))
    assert assess(earlier).holds_until == NOW + timedelta(days=30)


def test_without_an_agent_only_the_process_is_asked_about() -> None:
    report = assess(replace(ready(), agent=None))

    assert report.ready
    assert len(report.results) == sum(not check.of_agent for check in CHECKS)


def test_the_first_gap_of_a_step_marks_it() -> None:
    broken = with_step(ready(), "pay", input="", pivot=False)

    assert assess(broken).marks == {
        "pay": "Step 3, “Send the payment”, does not say what it begins with"
    }
