"""What these pages say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from governance.engine.analysis import Insight
from governance.engine.explanation import explain_no_room
from governance.engine.money import Money
from governance.engine.subjects import spoken_subject
from governance.engine.verdict import Hit, LimitDemand, NearMiss, Verdict
from governance.engine.wording import listed, said_value
from governance.models import ReplayJob, ReplayState
from governance.selectors.findings import Findings
from governance.selectors.trying import Room, Trial

_WOULD = {
    "allow": "It would be allowed.",
    "checkpoint": "A person would be asked.",
    "deny": "It would be refused.",
}
_BECOMES = {
    "allow": "would be allowed",
    "checkpoint": "would wait for a person",
    "deny": "would be refused",
}
_WAS = {
    "allow": "is allowed now",
    "checkpoint": "waits for a person now",
    "deny": "is refused now",
}
_TITLES = {
    "never_fires": "Never applies",
    "only_unchecked": "Applies only where it cannot be checked",
    "shadowed": "Changes nothing",
    "overruled": "Never has its way",
    "uncovered": "Nothing allows it",
    "limit_unreached": "Never reached",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A limit that would count the action."""

    title: str
    number: int
    whose: str
    told: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What the rules would say, as it is shown."""

    effect: str
    heading: str
    explanation: str
    rules: str
    hits: Sequence[Hit]
    near: Sequence[NearMiss]
    observed: Sequence[Hit]
    limits: Sequence[Line]
    facts: Mapping[str, Any]
    looks_back: bool


def answered(trial: Trial) -> Answered:
    """Return the answer of a trial as it is shown."""
    verdict: Verdict = trial.verdict
    version = trial.version
    return Answered(
        effect=verdict.effect.value,
        heading=_WOULD[verdict.effect.value],
        explanation=verdict.explanation,
        rules=f"boundary version {version}" if version else "the drafted rules",
        hits=verdict.hits,
        near=verdict.near_misses,
        observed=verdict.observed,
        limits=[_line(room) for room in trial.rooms],
        facts=trial.facts,
        looks_back=trial.looks_back,
    )


def _line(room: Room) -> Line:
    demand = room.demand
    left = max(demand.cap - room.spent, Decimal(0))
    told = (
        f"{_said(left, demand)} of {_said(demand.cap, demand)} is left; "
        f"it would take {_said(demand.amount, demand)}."
    )
    if not room.is_enough:
        told = f"{explain_no_room(demand)}."
        told = told[:1].upper() + told[1:]
    whose = spoken_subject(demand.subject)
    return Line(demand.title, demand.rule_number, whose, told, room.is_enough)


def _said(number: Decimal, demand: LimitDemand) -> str:
    short = number.normalize() if number else Decimal(0)
    if demand.currency:
        return str(Money(short, demand.currency))
    return said_value(short)


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against publishing a rule."""

    rule: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, with its example."""

    title: str
    insight: Insight


def findings_heading(found: Findings) -> str:
    """Say what was found, as a sentence."""
    problems, insights = len(found.problems), len(found.analysis.insights)
    if problems:
        return f"{_count(problems, 'problem')} must be put right before publishing."
    if insights:
        return f"These rules can be published. {_count(insights, 'thing')} to look at."
    return "Nothing is wrong with these rules."


def shown_problems(found: Findings) -> list[Problem]:
    """Return the problems with their rules named."""
    titles = {rule.key: f"Rule {rule.number}, “{rule.title}”" for rule in found.rules}
    return [
        Problem(titles.get(one.rule, one.rule), one.path, one.text)
        for one in found.problems
    ]


def shown_insights(found: Findings) -> list[Shown]:
    """Return the findings as they are shown."""
    return [Shown(_TITLES[one.kind], one) for one in found.analysis.insights]


@dataclass(frozen=True, slots=True)
class Group:
    """Actions for which a rule would change the answer alike."""

    sentence: str
    effect: str
    about: str
    amounts: str
    examples: Sequence[Mapping[str, Any]]


def replay_heading(job: ReplayJob) -> str:
    """Say how a replay stands, as a sentence."""
    if job.state == ReplayState.FAILED:
        return "This replay could not be done."
    if job.state != ReplayState.DONE or job.result is None:
        return f"Deciding the last {_count(job.days, 'day')} again."
    changed = job.result["changed"]
    if not changed:
        return f"Nothing would have changed: {_count(job.result['total'], 'action')}."
    parts = [
        f"{count:,} {_BECOMES[effect]}"
        for effect, count in _by_effect(job.result["changes"]).items()
    ]
    told = listed(parts, joint="and").replace("would be", "would have been")
    told = told.replace("would wait", "would have waited")
    return f"Of {_count(job.result['total'], 'action')}, {told}."


def groups_of(job: ReplayJob, agents: Mapping[str, str]) -> list[Group]:
    """Return what would change, the largest groups first."""
    changes = job.result["changes"] if job.result else []
    return [_group(one, agents) for one in changes]


def _group(change: Mapping[str, Any], agents: Mapping[str, str]) -> Group:
    rule = f"“{change['title']}”" if change["title"] else "no rule"
    why = f"without {rule}" if change["gone"] else f"by {rule}"
    amounts = [
        str(Money(Decimal(amount), currency))
        for currency, amount in change["amounts"].items()
    ]
    agent = agents.get(change["agent"], "an agent")
    examples = [
        {**one, "at": datetime.fromisoformat(one["at"])} for one in change["examples"]
    ]
    return Group(
        sentence=f"{_count(change['count'], 'action')} {_BECOMES[change['to']]}, {why}",
        effect=change["to"],
        about=f"{change['action']} by {agent}, which {_WAS[change['from']]}",
        amounts=listed(amounts, joint="and") if amounts else "",
        examples=examples,
    )


def _by_effect(changes: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in changes:
        counts[one["to"]] = counts.get(one["to"], 0) + one["count"]
    return counts


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
