"""Asking every check, and setting aside what somebody answers for."""

from collections.abc import Sequence

from governance.readiness.catalogue import CHECKS
from governance.readiness.report import Check, Gap, Report, Result, Waived
from governance.readiness.situation import Situation


def assess(situation: Situation, *, waivers: Sequence[Waived] = ()) -> Report:
    """Return what every check that can be asked says of the situation.

    A waiver counts until its end, for the one gap that it names, and only where the
    check can be waived at all.
    """
    asked = [one for one in CHECKS if situation.agent is not None or not one.of_agent]
    live = {(one.code, one.about): one for one in waivers if one.until > situation.now}
    return Report(tuple(_result(check, situation, live) for check in asked))


def _result(
    check: Check, situation: Situation, live: dict[tuple[str, str], Waived]
) -> Result:
    found = check.look(situation)
    open_gaps: list[Gap] = []
    waived: list[tuple[Gap, Waived]] = []
    for gap in found.gaps:
        by = live.get((check.code, gap.about)) if check.waivable else None
        if by is None:
            open_gaps.append(gap)
        else:
            waived.append((gap, by))
    ends = [by.until for _, by in waived]
    # Where gaps are waived, what the check itself found no longer holds it.
    if not found.gaps and found.until is not None:
        ends.append(found.until)
    return Result(check, tuple(open_gaps), tuple(waived), min(ends, default=None))
