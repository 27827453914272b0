"""Sentences about how people decide."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import apnumber

from governance.portal.inbox.wording import capital, many
from governance.quality import HASTY, Advice, Quality
from governance.selectors.quality import RuleQuality
from tenants.templatetags.times import left

_ADVICE = {
    Advice.ALLOW: "every one of {count} answers was yes. Perhaps it may be allowed, "
    "up to what was asked for.",
    Advice.DENY: "every one of {count} answers was no. Perhaps it may be refused at "
    "once.",
}
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class QualityLine:
    """One line of a table, as it is read."""

    name: str
    asked: int
    approved: str
    refused: str
    lapsed: str
    half_within: str
    hasty: str


def heading(whole: Quality, *, days: int) -> str:
    """Return how much was asked and how fast it was answered, as a sentence."""
    if not whole.asked:
        return f"Nothing was put before a person in {days} days."
    often = "once" if whole.asked == 1 else f"{apnumber(whole.asked)} times"
    told = f"People were asked {often} in {days} days"
    if whole.half_within is None:
        return f"{told}, and never answered."
    return f"{told}; half of the answers came within {took(whole.half_within)}."


def lead(whole: Quality) -> str:
    """Return how much was answered too fast to be read, and how much by nobody."""
    if not whole.asked:
        return "What was asked, and how and how fast it was answered, appears here."
    seconds = int(HASTY.total_seconds())
    hasty = many(whole.hasty, "answer", "answers")
    lapsed = many(whole.lapsed, "question", "questions")
    return f"{capital(hasty)} came in under {seconds} seconds; {lapsed} lapsed."


def advice(one: RuleQuality) -> str:
    """Return what the answers to a rule speak for, or nothing."""
    found = one.quality.advice
    if found is None:
        return ""
    told = _ADVICE[found].format(count=one.quality.answered)
    return f"Rule {one.number}, {one.title}: {told}"


def line(quality: Quality, *, name: str) -> QualityLine:
    """Return the line of a rule or a person."""
    half = quality.half_within
    return QualityLine(
        name=name,
        asked=quality.asked,
        approved=_share(quality.approved, quality.asked),
        refused=_share(quality.refused, quality.asked),
        lapsed=_share(quality.lapsed, quality.asked),
        half_within="" if half is None else took(half),
        hasty=_share(quality.hasty, quality.answered),
    )


def took(span: timedelta) -> str:
    """Return how long something took: "48 min"."""
    seconds = int(span.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    return left(seconds).removesuffix(" left")


def _share(part: int, whole: int) -> str:
    return f"{part} ({round(part * _HUNDRED / whole)} %)" if part else "none"
