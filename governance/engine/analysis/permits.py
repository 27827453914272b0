"""Findings about what rules let through: actions that nothing does, idle limits."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from governance.engine.analysis.boxes import Box, both
from governance.engine.analysis.examples import Example, example_for
from governance.engine.analysis.literals import YES, Literal, Reading
from governance.engine.analysis.reaches import (
    Reach,
    Surveyor,
    covers,
    inside,
    may_share,
)
from governance.engine.analysis.report import Insight, named
from governance.engine.analysis.single import applies_to, first_in
from governance.engine.catalogue import ActionShape
from governance.engine.conditions import Leaf
from governance.engine.effects import Effect
from governance.engine.limits import Limit
from governance.engine.money import Money
from governance.engine.operators import OPERATORS
from governance.engine.reading import Place
from governance.engine.windows import rolling_length
from governance.engine.wording import said, said_value

# Whatever lies in one window of the first kind lies in one of these too.
_WIDER = {"day": {"day", "week", "month"}, "week": {"week"}, "month": {"month"}}
_LEAST_MONEY = Decimal("0.0001")


def uncovered(reaches: Sequence[Reach], surveyor: Surveyor) -> Iterator[Insight]:
    """Yield the declared actions that no rule lets through, nor plainly forbids."""
    permits = [reach for reach in reaches if reach.permits and reach.applies]
    denials = [reach for reach in reaches if _always_denies(reach)]
    for name, action in sorted(surveyor.catalogue.actions.items()):
        surveyor.budget.spend(len(permits))
        if any(name in reach.actions for reach in denials):
            continue
        if not any(_may_fire(reach, action, surveyor) for reach in permits):
            text = f"Nothing allows {said(name)}: whoever asks for it is refused."
            yield Insight(
                "uncovered", "", 0, "", name, text, _example_of(action, surveyor)
            )


def _always_denies(reach: Reach) -> bool:
    # Whoever forbids an action outright knows that nothing allows it.
    rule = reach.rule
    ordinary = rule.limit is None and not rule.observe
    return ordinary and rule.effect is Effect.DENY and not reach.spared


def _may_fire(reach: Reach, action: ActionShape, surveyor: Surveyor) -> bool:
    if action.name not in reach.actions:
        return False
    ground = surveyor.ground(action)
    return any(ground.find(box) is not None for box in reach.applies)


def _example_of(action: ActionShape, surveyor: Surveyor) -> Example:
    known = surveyor.catalogue
    agent = next(iter(known.agents), "any agent")
    workflow = min(known.workflows, default="any")
    values = {
        "parameters": dict(action.example),
        "resource": {"type": "", "id": ""},
        "agent": {"id": agent, "name": known.agents.get(agent, "any agent")},
        "workflow": {"key": workflow, "step": ""},
        "time": {"zone": known.zone},
        "facts": {},
    }
    return Example(agent, workflow, action.name, values)


def idle_limits(reaches: Sequence[Reach], surveyor: Surveyor) -> Iterator[Insight]:
    """Yield the limits that are never reached, whatever is asked for."""
    permits = [reach for reach in reaches if reach.permits and reach.applies]
    limits = [reach for reach in reaches if reach.rule.limit and reach.applies]
    for reach in limits:
        if not reach.actions:
            continue
        under = [one for one in permits if _may_meet(one, reach, surveyor)]
        if not under:
            why = "no rule lets through anything that it counts"
            yield _idle(reach, None, surveyor, why)
            continue
        for other in limits:
            surveyor.budget.spend(10)
            why = _reached_before(reach, other, under, surveyor)
            if why:
                yield _idle(reach, other, surveyor, why)
                break


def _may_meet(one: Reach, other: Reach, surveyor: Surveyor) -> bool:
    """Tell whether an action may be spoken of by two rules that both apply."""
    mine, its = one.rule.subject, other.rule.subject
    shared = one.actions & other.actions
    if not shared or ("*" not in (mine, its) and mine != its):
        return False
    if not may_share(one.rule.workflow, other.rule.workflow):
        return False
    return _boxes_meet(one.applies, other.applies, shared, surveyor)


def _boxes_meet(
    ones: Iterable[Box], others: Sequence[Box], shared: Iterable[str], at: Surveyor
) -> bool:
    grounds = [at.ground(at.catalogue.actions[name]) for name in sorted(shared)[:8]]
    grounds = grounds if len(set(shared)) <= len(grounds) else [at.anywhere]
    return any(
        ground.find(both(one, other)) is not None
        for one in ones
        for other in others
        for ground in grounds
    )


def _reached_before(
    reach: Reach, other: Reach, under: Sequence[Reach], surveyor: Surveyor
) -> str:
    """Say how another limit stops things before this one could; "" if it does not."""
    mine, its = reach.rule.limit, other.rule.limit
    if other is reach or mine is None or its is None or not _holds_all(its, mine):
        return ""
    stops = other.rule.effect is Effect.DENY and covers(other, reach)
    if not stops or not inside(reach, other, surveyor):
        return ""
    whose = named(other.rule)
    if mine.field == its.field and mine.currency == its.currency:
        return f"{whose} stops earlier" if its.cap < mine.cap else ""
    sums_what_is_counted = mine.field is not None and its.field is None
    most = (mine.cap / its.cap).quantize(_LEAST_MONEY, ROUND_FLOOR)
    if not sums_what_is_counted or _more_is_allowed(most, reach, under, surveyor):
        return ""
    each = Money(most, mine.currency) if mine.currency else said_value(most)
    return f"{whose} stops after {its.cap} of at most {each} each"


def _holds_all(wide: Limit, narrow: Limit) -> bool:
    """Tell whether all that shares room under one limit shares it under another."""
    return set(wide.per) <= set(narrow.per) and _is_wider(wide.window, narrow.window)


def _is_wider(wide: str, narrow: str) -> bool:
    lengths = rolling_length(wide), rolling_length(narrow)
    if wide == "ever":
        return True
    if lengths[0] is not None and lengths[1] is not None:
        return lengths[0] >= lengths[1]
    # What rolls and what the calendar has do not lie in one another.
    return wide in _WIDER.get(narrow, ())


def _more_is_allowed(
    most: Decimal, reach: Reach, under: Sequence[Reach], surveyor: Surveyor
) -> bool:
    limit = reach.rule.limit
    if limit is None or limit.field is None:
        return True
    value: object = format(most, "f")
    if limit.currency:
        value = Money(most, limit.currency).to_json()
    operator = OPERATORS["more_than"]
    operand = operator.bind(value, place=Place())
    leaf = Leaf(limit.field, operator, operand, value)
    more: Literal = Reading({}).literal(leaf, YES)
    beyond: Box = {more.dimension: (more,)}
    boxes = [both(beyond, box) for box in reach.applies]
    return any(
        _boxes_meet(one.applies, boxes, one.actions & reach.actions, surveyor)
        for one in under
    )


def _idle(reach: Reach, other: Reach | None, surveyor: Surveyor, why: str) -> Insight:
    rule = reach.rule
    example = first_in(reach.applies, reach, surveyor)
    if other is not None and not applies_to(other, example):
        example = None
    if other is None and example is None:
        action = surveyor.covered(rule.action)[0]
        example = example_for(rule, action, surveyor.catalogue)
    return Insight(
        "limit_unreached",
        rule.key,
        rule.number,
        other.rule.key if other else "",
        example.action if example else min(reach.actions),
        f"The limit of {named(rule)} is never reached: {why}.",
        example,
    )
