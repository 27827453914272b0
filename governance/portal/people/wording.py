"""The first lines of the pages about people."""

from collections import Counter
from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import apnumber

from agents.models import OwnerRole
from governance.engine.wording import listed
from governance.selectors.people import GroupLine, PersonLine, Roster
from tenants.models import Role

_DESERTED = (
    "rules ask this group, and nobody in it could answer: what waits is refused."
)


def roster_sentence(roster: Roster) -> str:
    """Return how many people work here, and as what."""
    active = [one.membership for one in roster.people if one.membership.is_active]
    counted = Counter(one.role for one in active)
    parts = [
        f"{apnumber(counted[role])} {_plural(role.label.lower(), counted[role])}"
        for role in Role
        if counted[role]
    ]
    people = "person" if len(active) == 1 else "people"
    verb = "works" if len(active) == 1 else "work"
    told = (
        f"{apnumber(len(active))} {people} {verb} here: {listed(parts, joint='and')}."
    )
    return told[:1].upper() + told[1:]


def roster_lead(roster: Roster) -> str:
    """Return who is on the way, who is suspended, and which group nobody is in."""
    waiting = len(roster.invitations)
    suspended = sum(not one.membership.is_active for one in roster.people)
    told = []
    if waiting:
        verb = "has" if waiting == 1 else "have"
        told.append(
            f"{_count(waiting)} who {_was(waiting)} invited {verb} not come yet."
        )
    if suspended:
        verb = "is" if suspended == 1 else "are"
        told.append(f"{_count(suspended)} {verb} suspended.")
    told += deserted(roster.groups)
    return " ".join(told) or "Nobody is suspended, and no invitation is open."


def person_sentence(line: PersonLine) -> str:
    """Return as what a person works here."""
    name = line.membership.user.name
    role = Role(line.membership.role).label.lower()
    if not line.membership.is_active:
        return f"{name} is suspended, and was {_article(role)}."
    return f"{name} works here as {_article(role)}."


def person_lead(line: PersonLine) -> str:
    """Return what a person answers for, and in which groups they decide."""
    duties = [
        one.agent.name + (" as deputy" if one.role is OwnerRole.DEPUTY else "")
        for one in line.duties
    ]
    name = line.membership.user.name
    agents = listed(duties, joint="and") if duties else "no agent"
    groups = [one.group.name for one in line.groups]
    inside = listed(groups, joint="and") if groups else "no group"
    if line.membership.is_active:
        return f"{name} answers for {agents} and is in {inside}."
    told = f"{name} can do nothing here until somebody restores them."
    names = [agent.name for agent in line.owned]
    if not names:
        return told
    return f"{told} {listed(names, joint='and')} may not act meanwhile."


def group_sentence(line: GroupLine) -> str:
    """Return who could answer in a group, and whether a rule asks it."""
    names = [one.user.name for one in line.reachable]
    name = line.group.name
    if line.is_deserted:
        return f"Rules ask {name}, and nobody could answer."
    if not names:
        return f"Nobody is in {name}, and no rule asks it."
    verb = "answers" if len(names) == 1 else "answer"
    told = f"{listed(names, joint='and')} {verb} for {name}."
    return told if line.rules else f"{told} No rule asks it yet."


def deserted(lines: Sequence[GroupLine]) -> list[str]:
    """Return what to say of each group that rules ask and nobody could answer for."""
    return [f"{one.group.name}: {_DESERTED}" for one in lines if one.is_deserted]


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _count(count: int) -> str:
    told = f"{apnumber(count)} {'person' if count == 1 else 'people'}"
    return told[:1].upper() + told[1:]


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def _article(role: str) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
