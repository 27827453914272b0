"""What the agent may do in the process: declared, covered and limited."""

from governance.readiness.accountability import agent_of
from governance.readiness.report import Area, Check, Gap, Look, Mend
from governance.readiness.situation import Coverage, Situation
from governance.readiness.structure import named

_NOTHING = Coverage()


def _declared(situation: Situation) -> Look:
    gaps = [
        Gap(
            text=f"{named(step, situation)} uses {step.action}, which is not declared",
            why="What it would do, and how to find out whether it did, is unknown.",
            mend=Mend.ACTIONS,
            link="Declare it",
            about=step.action,
            step=step.key,
        )
        for step in situation.procedure.steps
        if step.action and step.action not in situation.acts
    ]
    return Look(tuple(gaps))


def _covered(situation: Situation) -> Look:
    agent = agent_of(situation)
    gaps = [
        Gap(
            text=f"No rule lets {agent.name} do {act.name}",
            why="Nothing written: nothing allowed. It would be refused each time.",
            mend=Mend.BOUNDARIES,
            link="Write a rule",
            about=act.name,
            step=step.key,
        )
        for step, act in situation.acting()
        if not situation.coverage.get(act.name, _NOTHING).covered
    ]
    return Look(tuple(gaps))


def _limited(situation: Situation) -> Look:
    agent = agent_of(situation)
    gaps = []
    for step, act in situation.acting():
        coverage = situation.coverage.get(act.name, _NOTHING)
        if not act.irreversible or not coverage.lenient or coverage.limited:
            continue
        rules = ", ".join(f"“{title}”" for title in coverage.lenient)
        gaps.append(
            Gap(
                text=f"{agent.name} may do {act.name} alone as often as it likes",
                why=f"It cannot be undone, and no limit binds {rules}.",
                mend=Mend.BOUNDARIES,
                link="Set a limit",
                about=act.name,
                step=step.key,
            )
        )
    return Look(tuple(gaps))


BOUNDS = (
    Check(
        "boundaries.declared",
        Area.BOUNDARIES,
        "Every action that the steps use is declared",
        _declared,
    ),
    Check(
        "boundaries.covered",
        Area.BOUNDARIES,
        "The boundaries cover every action",
        _covered,
        of_agent=True,
    ),
    Check(
        "boundaries.limited",
        Area.BOUNDARIES,
        "Nothing irreversible is allowed without a limit",
        _limited,
        of_agent=True,
    ),
)
