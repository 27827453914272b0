"""Sending what a client's own systems are told. Safe to run anywhere, at any time.

There is nothing to ask the gate about: it is no action of an agent. A message is
claimed before it is sent, so that a process that dies in between loses nothing; it may
then arrive twice, by the same id.
"""

from datetime import timedelta
from uuid import UUID

from agents.runners import Message, Seen, post
from agents.selectors import egress_limits, runner_secrets
from governance.models import Announcement, AnnouncementState
from governance.news import wait_after
from governance.selectors.announcements import announcement_by_id
from governance.services.subscribing import give_up
from tenants.clock import database_now
from tenants.scoping import PLATFORM, client_scope

# Nobody holds a worker longer than this, whatever its connection allows.
MOST_SECONDS = 10
# Longer than an attempt takes: whoever claimed it and is not back by then has died.
_CLAIMED = timedelta(minutes=1)
# For how long at most a target that failed is not tried with anything else.
_HELD_UP = timedelta(minutes=5)


def deliver(*, client_id: UUID, announcement_id: UUID) -> None:
    """Send a message, if it is due, and keep what came back."""
    with client_scope(client_id, actor=PLATFORM):
        claimed = _claim(announcement_id)
    if claimed is None:
        return
    attempt, message = claimed
    seen = post(message)
    with client_scope(client_id, actor=PLATFORM):
        _settle(announcement_id, attempt, seen)


def _claim(announcement_id: UUID) -> tuple[int, Message] | None:
    found = announcement_by_id(announcement_id, lock=True)
    now = database_now()
    if found.due_at is None or found.due_at > now:
        return None
    runner = found.subscription.runner
    if runner.retired_at is not None:
        found.answer = "It was not sent: the connection is retired."
        give_up(found, gone=False)
        found.save(update_fields=["state", "due_at", "answer"])
        return None
    found.attempts += 1
    found.tried_at, found.due_at = now, now + _CLAIMED
    found.save(update_fields=["attempts", "tried_at", "due_at"])
    return found.attempts, Message(
        method="POST",
        url=runner.url,
        id=str(found.id),
        body=found.body,
        secrets=runner_secrets(runner),
        limits=egress_limits(),
        timeout_seconds=min(runner.timeout_seconds, MOST_SECONDS),
    )


def _settle(announcement_id: UUID, attempt: int, seen: Seen) -> None:
    found = announcement_by_id(announcement_id, lock=True)
    if found.state != AnnouncementState.WAITING or found.attempts != attempt:
        # Somebody else has taken it over meanwhile.
        return
    found.answer = seen.summary
    wait = None if seen.gone else wait_after(attempt)
    if seen.taken:
        found.state, found.due_at = AnnouncementState.DELIVERED, None
    elif wait is not None:
        found.due_at = database_now() + wait
        _hold_up_others(found)
    else:
        give_up(found, gone=seen.gone)
    found.save(update_fields=["state", "due_at", "answer"])


def _hold_up_others(failed: Announcement) -> None:
    """Let what else is due over the same connection wait: one attempt tells enough.

    A target that does not answer would hold up a worker with each of its messages.
    """
    now = database_now()
    others = Announcement.objects.filter(
        subscription=failed.subscription, due_at__lte=now
    ).exclude(id=failed.id)
    others.update(due_at=min(failed.due_at or now, now + _HELD_UP))
