"""Could a person follow it? Every step said in full, and no way that ends nowhere."""

from collections.abc import Callable, Iterator

from governance.procedure import (
    Actor,
    ActorKind,
    Disposition,
    PerformerKind,
    Step,
)
from governance.readiness.report import Area, Check, Gap, Look, Mend
from governance.readiness.situation import Situation


def _steps(situation: Situation) -> Look:
    if situation.procedure.steps:
        return Look()
    gap = Gap(
        text="The process has no steps",
        why="Write down what happens, one step after the other, as it is done today.",
        mend=Mend.STEPS,
        link="Write the first step",
    )
    return Look((gap,))


def _each(
    missing: Callable[[Step, Situation], Iterator[tuple[str, str, str]]],
) -> Callable[[Situation], Look]:
    """Ask the same of every step; ``missing`` yields text, why and link."""

    def look(situation: Situation) -> Look:
        return Look(
            tuple(
                Gap(text, why, Mend.STEP, link, about=step.key, step=step.key)
                for step in situation.procedure.steps
                for text, why, link in missing(step, situation)
            )
        )

    return look


def named(step: Step, situation: Situation) -> str:
    """Return how people speak of a step: its place and its title."""
    place = situation.procedure.steps.index(step) + 1
    return f"Step {place}, “{step.title}”,"


def _performer(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    if step.performer is None:
        text = f"{named(step, situation)} does not say who does it"
        yield text, "An agent, a person or a system: each is stopped otherwise.", "Say"
    elif step.performer.kind is PerformerKind.PERSON and step.performer.who is None:
        text = f"{named(step, situation)} is for a person, but does not say for whom"
        yield text, "A step that is everybody's is nobody's.", "Name a person or group"


def _in_and_out(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    missing = [
        words
        for words, told in (
            ("what it begins with", step.input),
            ("what comes out of it", step.output),
        )
        if not told.strip()
    ]
    if missing:
        text = f"{named(step, situation)} does not say {' or '.join(missing)}"
        yield text, "Whoever takes over in the middle must know what there is.", "Say"


def _failures(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    if not step.failures:
        text = f"{named(step, situation)} does not say what can go wrong"
        yield text, "Something can, and then somebody needs to know what to do.", "Say"
    elif any(one.who is None or not one.then.strip() for one in step.failures):
        text = f"{named(step, situation)} does not say who acts when it goes wrong"
        why = "For each thing that can go wrong: a person or group, and what they do."
        yield text, why, "Name a person"


def _halts(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    policy = step.on_halt.policy if step.on_halt else None
    if step.on_halt is None or policy is None:
        text = (
            f"{named(step, situation)} does not say what happens when it stops midway"
        )
        yield text, "Retry, ask what happened, hand over, undo, or stay stopped.", "Say"
    elif policy is Disposition.HAND_OVER and step.on_halt.who is None:
        text = f"{named(step, situation)} is handed over when it stops, but to nobody"
        yield text, "A handover that reaches nobody is a halt.", "Name a person"


def _ends(situation: Situation) -> Look:
    procedure = situation.procedure
    if not procedure.steps:
        return Look()
    reached = _reached(situation, procedure.steps[0])
    gaps = []
    for step in procedure.steps:
        if step.key not in reached:
            gaps.append(_astray(step, situation, "is never reached", "Say what leads"))
        elif "" not in _reached(situation, step):
            gaps.append(
                _astray(step, situation, "never comes to an end", "Say what follows")
            )
    return Look(tuple(gaps))


def _reached(situation: Situation, start: Step) -> set[str]:
    """Return the keys that can be reached from a step, itself, and "" for an end."""
    seen: set[str] = set()
    waiting = [start.key]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if key:
            step = situation.procedure.step(key)
            waiting += [one.to for one in situation.procedure.followers(step)]
    return seen


def _astray(step: Step, situation: Situation, what: str, link: str) -> Gap:
    return Gap(
        text=f"{named(step, situation)} {what}",
        why="A person who follows the steps would be lost here.",
        mend=Mend.STEP,
        link=link,
        about=step.key,
        step=step.key,
    )


def _branches(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    ways = situation.procedure.followers(step)
    if len(ways) > 1 and any(not way.when.strip() for way in ways):
        text = f"{named(step, situation)} goes on in several ways, not all with a when"
        yield (
            text,
            "Two people must choose the same way, so say when each is taken.",
            ("Say when"),
        )


def _actors(step: Step) -> Iterator[Actor]:
    if step.performer is not None and step.performer.who is not None:
        yield step.performer.who
    yield from (one.who for one in step.failures if one.who is not None)
    if step.on_halt is not None and step.on_halt.who is not None:
        yield step.on_halt.who


def _reachable(step: Step, situation: Situation) -> Iterator[tuple[str, str, str]]:
    lost = sorted({who.name for who in _actors(step) if _is_lost(who, situation)})
    if lost:
        text = (
            f"{named(step, situation)} names {', '.join(lost)}, who cannot be reached"
        )
        yield text, "Nobody of that name works here now.", "Name somebody who does"


def _is_lost(who: Actor, situation: Situation) -> bool:
    if who.kind is ActorKind.PERSON:
        return who.name not in situation.people
    if who.kind is ActorKind.GROUP:
        return not situation.groups.get(who.name)
    # Whether there are an owner and a deputy is asked once, not at each step.
    return False


STRUCTURE = (
    Check("structure.steps", Area.STRUCTURE, "The process has steps", _steps),
    Check(
        "structure.performers",
        Area.STRUCTURE,
        "Every step says who does it",
        _each(_performer),
    ),
    Check(
        "structure.input_output",
        Area.STRUCTURE,
        "Every step says what it begins with and what comes out",
        _each(_in_and_out),
    ),
    Check(
        "structure.failures",
        Area.STRUCTURE,
        "Every step says what can go wrong and who then acts",
        _each(_failures),
    ),
    Check(
        "structure.halts",
        Area.STRUCTURE,
        "Every step says what happens when it stops midway",
        _each(_halts),
    ),
    Check("structure.ends", Area.STRUCTURE, "Every way comes to an end", _ends),
    Check(
        "structure.branches",
        Area.STRUCTURE,
        "Where ways part, it says when each is taken",
        _each(_branches),
    ),
    Check(
        "structure.people",
        Area.STRUCTURE,
        "Everybody whom the steps name can be reached",
        _each(_reachable),
    ),
)
