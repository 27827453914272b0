"""How severe an incident is, how long people have, and who is told when."""

import pytest

from governance.escalation import Place, fault_of
from governance.procedure import HaltReason
from governance.severity import (
    LATE,
    TIMES,
    Occasion,
    Severity,
    chain_of,
    severity_of,
    told_because,
)

IN_DOUBT = {HaltReason.LOST_AFTER_SEND, HaltReason.EXCEPTION_AFTER_SEND}


@pytest.mark.parametrize("reason", [*HaltReason, *Occasion])
def test_every_reason_has_a_severity(reason: str) -> None:
    for in_doubt in (True, False):
        lighter = severity_of(reason, in_doubt=in_doubt, weighty=False)
        weighty = severity_of(reason, in_doubt=in_doubt, weighty=True)

        assert weighty <= lighter, "what cannot be undone is never less severe"


@pytest.mark.parametrize("reason", sorted(IN_DOUBT))
def test_not_knowing_is_worse_where_it_cannot_be_asked_about(
    reason: HaltReason,
) -> None:
    assert severity_of(reason, in_doubt=True, weighty=True) is Severity.SERIOUS
    assert severity_of(reason, in_doubt=True, weighty=False) is Severity.MODERATE


def test_a_silence_without_an_effect_is_moderate_also_at_a_critical_step() -> None:
    silent = HaltReason.HEARTBEAT_MISSED

    assert severity_of(silent, in_doubt=False, weighty=True) is Severity.MODERATE
    assert severity_of(silent, in_doubt=True, weighty=True) is Severity.SERIOUS


def test_what_happened_although_it_was_found_not_to_have_is_critical() -> None:
    for reason in (Occasion.CONTRADICTION, HaltReason.AUDIT_UNAVAILABLE):
        found = severity_of(reason, in_doubt=False, weighty=False)
        assert found is Severity.CRITICAL


def test_the_worse_it_is_the_less_time_there_is() -> None:
    spans = [TIMES[one] for one in Severity]

    for attribute in ("acknowledge", "resolve", "lapses"):
        values = [getattr(one, attribute) for one in spans]
        assert values == sorted(values)
        assert len(set(values)) == len(values)
    assert all(one.acknowledge < one.resolve for one in spans)


@pytest.mark.parametrize("severity", Severity)
def test_whoever_has_it_is_told_at_once_and_an_admin_before_the_end(
    severity: Severity,
) -> None:
    chain = chain_of(severity)

    assert chain[0].after == 0
    assert [one.place for one in chain[0].whom] == [Place.HOLDER]
    assert [one.after for one in chain] == sorted({one.after for one in chain})
    assert Place.ADMIN in {one.place for one in chain[-1].whom}
    assert fault_of(chain), "it is no chain of a group: that ends with its deadline"


def test_what_is_said_of_a_step_fits_how_far_it_has_gone() -> None:
    assert told_because(0) == "it was opened"
    assert told_because(100) == "nobody acknowledged it in time"
    assert told_because(800) == told_because(3200)
    assert told_because(LATE) == "it was not resolved in time"


def test_only_the_two_worst_need_a_review() -> None:
    assert [one for one in Severity if one.needs_review] == [
        Severity.CRITICAL,
        Severity.SERIOUS,
    ]
