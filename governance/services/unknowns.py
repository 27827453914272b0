"""An action of which nobody knows whether it happened: its ticket, its run, its end.

Somebody has it from the first moment. While the target can be asked, the run goes
on; when asking does not help, it stops and that person finds out.
"""

from datetime import timedelta

from audit.events import Event
from governance.models import Action, Interruption, Ticket
from governance.procedure import HaltReason
from governance.services.incidents import interrupt_run
from governance.services.steps import move
from governance.services.tickets import (
    Alarm,
    Stop,
    mark_resolved,
    open_alarm,
    open_ticket,
    tell_anew,
)
from governance.services.trace import record_action
from governance.severity import UNKNOWN_AT_ONCE, Occasion
from governance.states import UNRESOLVED, ActionStatus, TicketState
from tenants.clock import database_now

_KNOWN = "The intent was recorded and the request was about to be sent."
_NEVER_AGAIN = (
    "Never send it again. Find out whether it happened; until then everything "
    "that it reserved stays reserved."
)
_SETTLE_SECONDS = 300


def become_unknown(
    action: Action, summary: str, *, askable: bool, reason: HaltReason
) -> None:
    """Say that nobody knows, and open the ticket of whoever has to find out.

    Everything stays reserved. The run stops here unless the target can be asked.
    """
    due_at = database_now() + settle_time(action) if askable else None
    move(action, ActionStatus.UNKNOWN, detail=summary, due_at=due_at)
    record_action(Event.ACTION_UNKNOWN, action, private={"detail": summary})
    # While its target can be asked, it is usually over before anybody has to look.
    quiet = settle_time(action) if askable else timedelta()
    stop = _lost(action, summary, reason, quiet=quiet)
    ticket = open_ticket(action.run, stop)
    if not askable:
        interrupt_run(action.run, stop, ticket=ticket)
    _alarm_if_many()


def hold(action: Action) -> None:
    """Stop the run of an unknown action: asking its target has not helped.

    Whatever the reason of the doubt was, it is an answer that is missing.
    """
    ticket = _ticket_of(action)
    if ticket is None or _is_held(ticket):
        return
    told = f"{action.detail} Asking its target has not helped."
    stop = _lost(action, told, HaltReason.EXCEPTION_AFTER_SEND)
    interrupt_run(action.run, stop, ticket=ticket)
    if ticket.state == TicketState.OPEN and ticket.told is None:
        tell_anew(ticket)


def resolve_if_not_held(action: Action, summary: str) -> None:
    """Resolve the ticket of an action that was settled before its run had to stop."""
    ticket = _ticket_of(action)
    if ticket is not None and not _is_held(ticket):
        told = f"Settled before the run had to stop. {summary}"
        mark_resolved(ticket, resolution=told)


def report_contradiction(action: Action, summary: str) -> None:
    """Have somebody look at what was found not to have happened, and did."""
    if _ticket_of(action) is not None:
        return
    stop = Stop(
        code=Occasion.CONTRADICTION,
        cause=f"this happened after it was found not to have: {action.act}. {summary}",
        last_safe_point="before this action",
        side_effects="done",
        action=action,
        title=f"It happened after all: {action.act}",
    )
    open_ticket(action.run, stop)


def settle_time(action: Action) -> timedelta:
    """Return how long after its loss a target's "no" can be believed.

    What was sent may still be on its way; the default is for how long a receiver
    takes a signed request (the tolerance of Standard Webhooks).
    """
    probe = action.action_type.probe
    return timedelta(seconds=probe.get("settle_seconds", _SETTLE_SECONDS))


def _alarm_if_many() -> None:
    """Tell an admin where so much is unknown at once that it has one cause."""
    since = database_now() - UNKNOWN_AT_ONCE.within
    rows = Action.objects.filter(status=ActionStatus.UNKNOWN, changed_at__gt=since)
    count = rows.count()
    if count < UNKNOWN_AT_ONCE.count:
        return
    title = f"Much is unknown at once: {count} actions within 10 minutes"
    alarm = Alarm(Occasion.MANY_UNKNOWN, title, key=Occasion.MANY_UNKNOWN)
    open_alarm(alarm)


def _lost(
    action: Action,
    summary: str,
    reason: HaltReason,
    *,
    quiet: timedelta = timedelta(),
) -> Stop:
    return Stop(
        code=reason.value,
        cause=f"nobody knows whether this happened: {action.act}. {summary}",
        last_safe_point="before this action",
        side_effects="unknown",
        action=action,
        title=f"Unknown: did Remit {action.act}?",
        disposition=_NEVER_AGAIN,
        known=[_KNOWN, summary],
        unknown=[f"Whether this happened: {action.act}."],
        quiet=quiet,
    )


def _ticket_of(action: Action) -> Ticket | None:
    rows = Ticket.objects.filter(action=action, state__in=UNRESOLVED)
    return rows.select_related("owner__user", "run").first()


def _is_held(ticket: Ticket) -> bool:
    return Interruption.objects.filter(ticket=ticket).exists()
