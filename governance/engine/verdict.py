"""What the engine answers, in a form that is stored with the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

from governance.engine.effects import Effect

Code = Literal["rules", "no_rule", "error"]


class Recorded:
    """A part of a verdict that can be written down as JSON."""

    __slots__ = ()

    def to_json(self) -> dict[str, object]:
        """Give a JSON-able dict: decimals as text, effects as their words."""
        names = (entry.name for entry in fields(self))  # type: ignore[arg-type]
        return {name: _plain(getattr(self, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, Recorded):
        return value.to_json()
    if isinstance(value, tuple | list):
        return [_plain(element) for element in value]
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.value if isinstance(value, Effect) else value


@dataclass(frozen=True, slots=True)
class Finding(Recorded):
    """What one condition saw. `truth` is None where it could not be checked.

    `expected` is as the rule has it; `actual` is shortened, and None when missing.
    """

    field: str
    op: str
    expected: object
    actual: object
    truth: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Obligation(Recorded):
    """How many people of a group must approve, and within how many minutes."""

    group: str
    kind: Literal["confirm", "four_eyes"]
    quorum: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Hit(Recorded):
    """A rule that applied, with the findings that made it apply."""

    key: str
    number: int
    title: str
    effect: Effect
    reason: str
    findings: tuple[Finding, ...]
    guardrail: bool = False

    @property
    def unchecked(self) -> bool:
        """Tell whether the rule applied because something could not be checked."""
        return any(finding.truth is None for finding in self.findings)


@dataclass(frozen=True, slots=True)
class NearMiss(Recorded):
    """An allow rule that one condition alone kept from applying."""

    key: str
    number: int
    title: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class LimitDemand(Recorded):
    """Room that the action needs under one limit before it may go on.

    `effect` is what happens when there is none. `amount` is 1 for a count, which has
    no `field`; otherwise both `amount` and `cap` are in `currency`, or plain numbers
    where that is empty. `window` is ever, day, week, month, or text such as 24 hours.
    `subject` names whose room it is: the `per` fields with their values, as canonical
    JSON, so equal text means the same subject and nothing else does.
    """

    rule_key: str
    rule_number: int
    title: str
    effect: Effect
    obligation: Obligation | None
    amount: Decimal
    cap: Decimal
    currency: str
    subject: str
    window: str
    reason: str
    field: str
    per: tuple[str, ...]
    guardrail: bool = False


@dataclass(frozen=True, slots=True)
class Verdict(Recorded):
    """The answer to one question.

    `hits` are the rules of the winning effect, by number; none when no rule applies.
    `near_misses` are given unless the action is allowed. `obligations` are those of
    every hit of a checkpoint. `limits` are in the order in which their rows must be
    locked (rule key, then subject), and empty when the action is denied. `observed`
    are the rules that only observe and would have applied.
    """

    effect: Effect
    code: Code
    hits: tuple[Hit, ...]
    near_misses: tuple[NearMiss, ...]
    obligations: tuple[Obligation, ...]
    limits: tuple[LimitDemand, ...]
    explanation: str
    observed: tuple[Hit, ...] = ()
