"""Writes: a boundary rule drafted because of an incident, and tried on the past."""

from collections.abc import Collection
from dataclasses import dataclass

from audit.events import Event
from governance.engine.suggesting import all_of, suggestions
from governance.models import (
    Action,
    BoundaryRule,
    Effect,
    ReplayJob,
    RuleFromTicket,
    RuleStatus,
    Ticket,
)
from governance.services.boundaries import draft_rule
from governance.services.replays import DAYS, ask_replay
from governance.services.tickets.telling import record_ticket
from governance.services.tickets.working import read_words, take_up
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.services.authority import require_admin

_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule from an incident is to say.

    ``fields`` are those of the action's parameters of which the rule asks that they
    are as they were; ``group`` is who is asked, where it asks; ``agent`` whose actions
    it is about, "*" for all.
    """

    effect: Effect
    title: str
    reason: str
    fields: Collection[str]
    group: str = ""
    agent: str = "*"


def draft_from(ticket: Ticket, wanted: Wanted, *, by: Membership) -> BoundaryRule:
    """Draft a rule that would have met a ticket's action, and try it on 30 days.

    It counts once it is published, like every rule. The replay is asked for unless
    one is under way.

    Raises:
        NotAllowed: only an admin writes rules.
        Invalid: the title, the reason or the group is missing.
        Conflict: the ticket is about no action.
    """
    require_admin(by)
    action: Action | None = ticket.action
    if action is None:
        raise Conflict("This incident is about no action: write the rule by hand.")
    title = read_words(wanted.title, "Give it a title.", field="title")
    reason = read_words(wanted.reason, "Say why, in a sentence.", field="reason")
    if wanted.effect is Effect.CHECKPOINT and not wanted.group:
        raise Invalid("Say who is asked.", field="group")
    offered = suggestions(action.parameters)
    rule = draft_rule(
        key=_key(ticket),
        title=title,
        effect=wanted.effect,
        subject=wanted.agent,
        action=action.action_type.name,
        conditions=all_of(
            [one.condition for one in offered if one.field in wanted.fields]
        ),
        obligation=_obligation(wanted),
        reason=reason,
        status=RuleStatus.ACTIVE,
    )
    _keep(ticket, rule, by=by)
    return rule


def _keep(ticket: Ticket, rule: BoundaryRule, *, by: Membership) -> None:
    RuleFromTicket(
        ticket=ticket,
        key=rule.key,
        replay=_replay(by),
        drafted_by=by,
        drafted_at=database_now(),
    ).save(force_insert=True)
    take_up(ticket, by)
    record_ticket(Event.TICKET_DRAFTED, ticket, params={"rule": str(rule.number)})


def _replay(by: Membership) -> ReplayJob | None:
    try:
        return ask_replay(days=DAYS, asked_by=by)
    except Conflict:
        # Another one is under way: whoever drafts can ask for theirs afterwards.
        return None


def _key(ticket: Ticket) -> str:
    count = ticket.rules.count()
    return f"incident-{ticket.number}" + (f"-{count + 1}" if count else "")


def _obligation(wanted: Wanted) -> dict[str, object] | None:
    if wanted.effect is not Effect.CHECKPOINT:
        return None
    return {
        "group": wanted.group,
        "kind": "four_eyes",
        "quorum": 1,
        "minutes": _MINUTES,
    }
