"""Limits as people read them: in a sentence, and each subject's share beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from governance.engine.effects import Effect
from governance.engine.limits import Limit
from governance.engine.money import Money
from governance.engine.subjects import spoken_subject
from governance.engine.windows import rolling_length, spoken_window
from governance.engine.wording import listed, said_value
from governance.selectors.limits import MOST_SUBJECTS, LimitNow, Use

_BEYOND = {Effect.CHECKPOINT: "a person decides", Effect.DENY: "it is refused"}
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: whose room it is, and what of it is gone."""

    subject: str
    used: str
    reserved: str
    percent: int

    @property
    def is_full(self) -> bool:
        """Whether there is no room left at all."""
        return self.percent >= _WHOLE


@dataclass(frozen=True, slots=True)
class Shown:
    """One limit: its rule, what it says, and its subjects with most."""

    number: int
    title: str
    sentence: str
    cap: str
    observes: bool
    rolls: str
    ends_at: datetime | None
    lines: Sequence[Line]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more subjects than are shown."""
        return len(self.lines) == MOST_SUBJECTS


def shown(now: LimitNow) -> Shown:
    """Return a limit as it is shown."""
    limit, rule = now.limit, now.rule
    rolling = rolling_length(limit.window) is not None
    return Shown(
        number=rule.number,
        title=rule.title,
        sentence=_sentence(limit, rule.effect),
        cap=_said(limit.cap, limit),
        observes=rule.observe,
        rolls=spoken_window(limit.window) if rolling else "",
        ends_at=now.ends_at,
        lines=[_line(use, limit) for use in now.uses],
    )


def heading(limits: Sequence[Shown]) -> str:
    """Return what there is, as a sentence."""
    if not limits:
        return "No rule has a limit."
    full = sum(any(line.is_full for line in one.lines) for one in limits)
    count = f"{len(limits)} {'limit' if len(limits) == 1 else 'limits'}"
    if not full:
        return f"{count}, and each has room."
    return f"{count}. {full} {'is' if full == 1 else 'are'} used up for somebody."


def _line(use: Use, limit: Limit) -> Line:
    return Line(
        subject=spoken_subject(use.subject),
        used=_said(use.used, limit),
        reserved=_said(use.reserved, limit),
        # Down: what is full by the page is full.
        percent=min(_WHOLE, int((use.used + use.reserved) * _WHOLE / limit.cap)),
    )


def _sentence(limit: Limit, effect: Effect) -> str:
    of = f" of {limit.field.spoken}" if limit.field else " of them"
    per = [field.spoken for field in limit.per]
    whose = f" per {listed(per, joint='and')}" if per else ""
    return (
        f"At most {_said(limit.cap, limit)}{of}{whose}{_within(limit.window)}; "
        f"beyond that {_BEYOND[effect]}."
    )


def _within(window: str) -> str:
    if rolling_length(window) is not None:
        return f" in any {spoken_window(window)}"
    return ", ever" if window == "ever" else f" a {window}"


def _said(number: Decimal, limit: Limit) -> str:
    # Counters keep four decimals; people read those that say something.
    short = number.normalize() if number else Decimal(0)
    if limit.currency:
        return str(Money(short, limit.currency))
    return said_value(short)
