"""The first lines of the agents' pages: who answers, and whether each may act."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.humanize.templatetags.humanize import apnumber

from agents.models import Agent, Ownership
from governance.engine.wording import listed
from governance.models import Clearance
from governance.selectors.fleet import Member
from tenants.templatetags.times import moment


def agent_sentence(member: Member) -> str:
    """Return who answers for an agent and whether it may act, in a sentence or two."""
    name = member.agent.name
    if member.owner is None:
        return f"Nobody answers for {name}, so it may not act."
    answers = f"{member.owner.membership.user.name} answers for {name}"
    if member.may_act:
        return f"{answers}, and it may act."
    if member.halt is not None:
        return f"{answers}. It is halted and may not act."
    return f"{answers}. It may not act now."


def agent_lead(member: Member) -> str:
    """Return on what an agent works and until when, or why it may not act."""
    if not member.may_act:
        return f"{_capital('; '.join(member.reasons))}."
    cleared = [
        f"{one.workflow_version.workflow.title} until {moment(one.expires_at)}"
        for one in member.clearances
    ]
    return f"It is cleared for {listed(cleared, joint='and')}. {_work(member)}"


def fleet_sentence(members: Sequence[Member]) -> str:
    """Return how many of the agents may act, and for which nobody answers."""
    if not members:
        return "No agent is registered yet."
    if len(members) == 1:
        return agent_sentence(members[0])
    able = sum(member.may_act for member in members)
    told = f"{_capital(_of(able, len(members)))} may act."
    alone = [member.agent.name for member in members if member.owner is None]
    if alone:
        return f"{told} Nobody answers for {listed(alone, joint='and')}."
    return f"{told} Somebody answers for each."


def owners_sentence(
    agent: Agent, owner: Ownership | None, deputy: Ownership | None
) -> str:
    """Return who answers for an agent, and who stands in."""
    if owner is None:
        return f"Nobody answers for {agent.name}."
    told = f"{owner.membership.user.name} answers for {agent.name}"
    if deputy is None:
        return f"{told}, and nobody stands in."
    return f"{told}, and {deputy.membership.user.name} stands in."


def keys_sentence(agent: Agent, live: int) -> str:
    """Return how many keys an agent can call with."""
    if not live:
        return f"{agent.name} has no live key, so it cannot call."
    return f"{agent.name} has {apnumber(live)} live key{'' if live == 1 else 's'}."


def clearances_sentence(
    agent: Agent, live: Sequence[Clearance], waiting: Sequence[Clearance]
) -> str:
    """Return what an agent is cleared for, and until when."""
    if not live and waiting:
        title = waiting[0].workflow_version.workflow.title
        return f"{agent.name} is cleared for {title} once a governance lead signs."
    if not live:
        return f"{agent.name} is cleared for nothing."
    cleared = [
        f"{one.workflow_version.workflow.title} until {moment(one.expires_at)}"
        for one in live
    ]
    return f"{agent.name} is cleared for {listed(cleared, joint='and')}."


def waits_for_lead(clearance: Clearance) -> bool:
    """Return whether it only lacks a governance lead's signature."""
    signed = not clearance.critical or clearance.countersigned_at is not None
    return not signed and not clearance.revoked_at and not clearance.fell_at


def clearance_state(
    clearance: Clearance, *, live: bool, now: datetime
) -> tuple[str, str]:
    """Return how a clearance stands: the kind of the badge, and its words."""
    if live:
        return "allow", "Live"
    if clearance.revoked_at:
        return "deny", "Revoked"
    if clearance.fell_at:
        return "deny", f"Fell: {clearance.get_fell_because_display()}"
    if clearance.expires_at <= now:
        return "none", "Over"
    if waits_for_lead(clearance):
        return "wait", "Waits for a governance lead"
    return "deny", "Not ready"


def _of(able: int, total: int) -> str:
    if able == total:
        return f"all {apnumber(total)} agents"
    if not able:
        return f"none of the {apnumber(total)} agents"
    return f"{apnumber(able)} of {apnumber(total)} agents"


def _work(member: Member) -> str:
    told = f"It has {_runs(member.open_runs)} open now"
    if not member.stopped_runs:
        return f"{told}."
    return f"{told}, and {_runs(member.stopped_runs)} stopped midway."


def _runs(count: int) -> str:
    return f"{apnumber(count) if count else 'no'} run{'' if count == 1 else 's'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
