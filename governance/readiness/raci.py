"""Who does what in a process: responsible, accountable, consulted, informed.

Derived, not written down a second time: from the steps, from who answers for the agent,
and from whom the boundaries ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.procedure import Actor, ActorKind, PerformerKind, Step
from governance.readiness.situation import Situation

NOBODY = "nobody yet"


@dataclass(frozen=True, slots=True)
class Roles:
    """One step: who does it, who answers for that, who is asked, who is told.

    The names of people and groups, of the agent and of systems.
    """

    step: Step
    number: int
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


def raci(situation: Situation) -> list[Roles]:
    """Return who does what, step by step; one accountable for each, or nobody yet."""
    return [
        Roles(
            step=step,
            number=number,
            responsible=_responsible(step, situation),
            accountable=_accountable(step, situation),
            consulted=tuple(dict.fromkeys(_consulted(step, situation))),
            informed=tuple(dict.fromkeys(_informed(step, situation))),
        )
        for number, step in enumerate(situation.procedure.steps, start=1)
    ]


def _responsible(step: Step, situation: Situation) -> str:
    performer = step.performer
    if performer is None:
        return NOBODY
    if performer.kind is PerformerKind.AGENT:
        return situation.agent.name if situation.agent else "the agent"
    if performer.kind is PerformerKind.SYSTEM:
        return performer.system or NOBODY
    return _named(performer.who, situation) if performer.who else NOBODY


def _accountable(step: Step, situation: Situation) -> str:
    """Whoever performs a step as a person answers for it; for the rest, the owner."""
    performer = step.performer
    if performer is not None and performer.kind is PerformerKind.PERSON:
        return _named(performer.who, situation) if performer.who else NOBODY
    return _place(situation, ActorKind.OWNER)


def _consulted(step: Step, situation: Situation) -> Iterator[str]:
    coverage = situation.coverage.get(step.action)
    if coverage is not None:
        yield from (asked.group for asked in coverage.asked)


def _informed(step: Step, situation: Situation) -> Iterator[str]:
    for failure in step.failures:
        if failure.who is not None:
            yield _named(failure.who, situation)
    if step.on_halt is not None and step.on_halt.who is not None:
        yield _named(step.on_halt.who, situation)


def _named(actor: Actor, situation: Situation) -> str:
    if actor.kind in {ActorKind.OWNER, ActorKind.DEPUTY}:
        return _place(situation, actor.kind)
    if actor.kind is ActorKind.PERSON:
        found = situation.people.get(actor.name)
        return found.name if found else f"{actor.name}, who does not work here"
    return actor.name


def _place(situation: Situation, kind: ActorKind) -> str:
    if situation.agent is None:
        return f"the {kind.value}"
    owner, deputy = situation.agent.owner, situation.agent.deputy
    found = owner if kind is ActorKind.OWNER else deputy
    return found.name if found else NOBODY
