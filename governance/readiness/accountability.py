"""Who answers, who stands in, and who is there to be asked."""

from collections.abc import Iterator

from governance.readiness.report import Area, Check, Gap, Look, Mend
from governance.readiness.situation import Agent, Asked, Person, Situation

# One is no group: it is ill one day, and nobody can approve.
LEAST_PEOPLE = 2


def agent_of(situation: Situation) -> Agent:
    """Return the agent; checks that ask for it are not asked without one."""
    if situation.agent is None:
        raise ValueError("a check of an agent was asked without one")
    return situation.agent


def _owner(situation: Situation) -> Look:
    agent = agent_of(situation)
    if agent.owner is not None:
        return Look()
    text = f"Nobody has accepted to answer for {agent.name}"
    why = "Who is accountable when it does something unexpected? Until somebody is, "
    return Look((Gap(text, f"{why}it does not run.", Mend.OWNERS, "Name an owner"),))


def _deputy(situation: Situation) -> Look:
    agent = agent_of(situation)
    if agent.deputy is not None and agent.deputy != agent.owner:
        return Look()
    text = f"Nobody has accepted to stand in for the owner of {agent.name}"
    why = "When the owner is away, somebody else must be able to decide."
    return Look((Gap(text, why, Mend.OWNERS, "Name a deputy"),))


def _approvers(situation: Situation) -> Look:
    return Look(tuple(_short_groups(situation)))


def _short_groups(situation: Situation) -> Iterator[Gap]:
    asked = {
        one
        for step in situation.procedure.steps
        if step.action in situation.coverage
        for one in situation.coverage[step.action].asked
    }
    for name in sorted({one.group for one in asked}):
        most = max(
            (one for one in asked if one.group == name),
            key=lambda one: (_least(one), one.four_eyes),
        )
        four_eyes = any(one.four_eyes for one in asked if one.group == name)
        able = _able(situation, name, four_eyes=four_eyes)
        if len(able) < _least(most):
            yield _short(name, able, _least(most))


def _least(asked: Asked) -> int:
    return max(LEAST_PEOPLE, asked.quorum)


def _able(situation: Situation, group: str, *, four_eyes: bool) -> tuple[Person, ...]:
    members = situation.groups.get(group, ())
    owner = agent_of(situation).owner
    # Who answers for the agent cannot be its second pair of eyes.
    return tuple(one for one in members if not four_eyes or one != owner)


def _short(group: str, able: tuple[Person, ...], least: int) -> Gap:
    if not able:
        text = f"Nobody in {group} can approve"
    else:
        names = " and ".join(one.name for one in able)
        text = f"When {names} is away, nobody in {group} can approve"
        if least > LEAST_PEOPLE:
            text = f"Only {names} of {group} can approve, and {least} have to"
    return Gap(
        text=text,
        why=f"{group} is asked at a checkpoint and needs at least {least} people.",
        mend=Mend.GROUPS,
        link="Add an approver",
        about=group,
    )


ACCOUNTABILITY = (
    Check(
        "accountability.owner",
        Area.ACCOUNTABILITY,
        "A responsible owner has accepted",
        _owner,
        of_agent=True,
        # Nothing runs that nobody answers for: there is no signing this away.
        waivable=False,
    ),
    Check(
        "accountability.deputy",
        Area.ACCOUNTABILITY,
        "A deputy has accepted",
        _deputy,
        of_agent=True,
    ),
    Check(
        "accountability.approvers",
        Area.ACCOUNTABILITY,
        "Every group that is asked has enough people",
        _approvers,
        of_agent=True,
    ),
)
