"""Reads: what people have to do after an incident: its tasks, and its review."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from governance.models import Ticket, TicketTask
from governance.states import TicketState
from tenants.models import Membership


def tasks_of(membership: Membership) -> list[TicketTask]:
    """Return what a person has taken on and not done, the first day first.

    One query.
    """
    rows = TicketTask.objects.filter(owner=membership, done_at__isnull=True)
    return list(rows.select_related("ticket").order_by("due_on", "id"))


def due_at(task: TicketTask) -> datetime:
    """Return when the last day of a task is over, in the client's time zone."""
    after = datetime.combine(task.due_on + timedelta(days=1), time.min)
    return timezone.make_aware(after)


def reviews_of(membership: Membership) -> list[Ticket]:
    """Return the incidents of a person of which nobody has written what was learnt.

    One query.
    """
    rows = Ticket.objects.filter(owner=membership, state=TicketState.RESOLVED)
    return list(rows.filter(review_by__isnull=False).order_by("review_by", "id"))
