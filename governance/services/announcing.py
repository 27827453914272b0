"""Writes: telling a client's own systems of what has happened, by signed webhook.

A message is written in the transaction of what it tells and sent afterwards. It names
things by id and says nothing about a person: whoever gets it asks for the rest.
"""

import json
from collections.abc import Iterable, Mapping

from django.urls import reverse

from governance.models import Announcement, Checkpoint, Subscription, Ticket
from governance.news import News
from governance.selectors.announcements import subscribed_to
from governance.states import CheckpointState
from tenants.clock import database_now
from tenants.doorbell import ring_after_commit
from tenants.links import absolute
from tenants.models import Client

ANNOUNCE = "governance.announce"
_OF = {
    CheckpointState.WAITING: News.CHECKPOINT_ASKED,
    CheckpointState.APPROVED: News.CHECKPOINT_APPROVED,
    CheckpointState.REFUSED: News.CHECKPOINT_REFUSED,
    CheckpointState.EXPIRED: News.CHECKPOINT_EXPIRED,
    CheckpointState.CANCELLED: News.CHECKPOINT_CANCELLED,
}


def announce_checkpoint(checkpoint: Checkpoint, state: CheckpointState) -> None:
    """Tell of what a checkpoint has become; one query if nobody wants to know."""
    told = subscribed_to(_OF[state])
    if not told:
        return
    action, page = checkpoint.action, {"checkpoint_id": str(checkpoint.id)}
    data = {
        "checkpoint": str(checkpoint.id),
        "state": state.value,
        "deadline": checkpoint.deadline.isoformat(),
        "group": str(checkpoint.group_id),
        "action": str(action.id),
        "type": action.action_type.name,
        "run": str(action.run_id),
        "agent": str(action.agent_id),
    }
    _write(told, _OF[state], data, link=_link("checkpoint", **page))


def announce_ticket(ticket: Ticket) -> None:
    """Tell of a ticket that was opened; one query if nobody wants to know."""
    told = subscribed_to(News.TICKET_OPENED)
    if not told:
        return
    data = {
        "ticket": str(ticket.id),
        "number": ticket.number,
        "severity": ticket.severity,
        "deadline": ticket.deadline.isoformat(),
    }
    link = _link("incident", number=str(ticket.number))
    _write(told, News.TICKET_OPENED, data, link=link)


def _link(page: str, **part: str) -> str:
    slug = Client.objects.get().slug
    return absolute(reverse(f"portal:{page}", kwargs={"client": slug, **part}))


def _write(
    told: Iterable[Subscription], news: News, data: Mapping[str, object], *, link: str
) -> None:
    now = database_now()
    said = {
        "type": news.value,
        "timestamp": now.isoformat(),
        "data": {**data, "link": link},
    }
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for one in told:
        Announcement(
            subscription=one, news=news, body=body, written_at=now, due_at=now
        ).save(force_insert=True)
    ring_after_commit(ANNOUNCE)
