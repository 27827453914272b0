"""Incident tickets: opened, told, worked on, resolved, and what was learnt."""

from governance.services.tickets.changing import hand_on, mark_duplicate, rate
from governance.services.tickets.drafting import Wanted, draft_from
from governance.services.tickets.notifying import (
    keep_delivery,
    look_at_ticket,
    tell_anew,
)
from governance.services.tickets.opening import Alarm, Stop, open_alarm, open_ticket
from governance.services.tickets.reporting import Reported, report_incident
from governance.services.tickets.reviewing import (
    Learnt,
    add_task,
    finish_task,
    review,
)
from governance.services.tickets.telling import record_ticket
from governance.services.tickets.watching import hand_on_of, look_at_refusals
from governance.services.tickets.working import (
    MAY_WORK_ON_TICKETS,
    acknowledge,
    mark_resolved,
    mitigate,
    note,
    resolve,
    take_up,
)

__all__ = [
    "MAY_WORK_ON_TICKETS",
    "Alarm",
    "Learnt",
    "Reported",
    "Stop",
    "Wanted",
    "acknowledge",
    "add_task",
    "draft_from",
    "finish_task",
    "hand_on",
    "hand_on_of",
    "keep_delivery",
    "look_at_refusals",
    "look_at_ticket",
    "mark_duplicate",
    "mark_resolved",
    "mitigate",
    "note",
    "open_alarm",
    "open_ticket",
    "rate",
    "record_ticket",
    "report_incident",
    "resolve",
    "review",
    "take_up",
    "tell_anew",
]
