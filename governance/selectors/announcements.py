"""Reads: what a client's own systems are told of, and what became of it."""

from uuid import UUID

from agents.models import Runner
from governance.models import Announcement, Subscription
from governance.news import News
from tenants.errors import NotFound

_SHOWN = 50


def subscription_of(runner: Runner) -> Subscription | None:
    """Return what is told over a connection now, if anything is. One query."""
    rows = Subscription.objects.filter(runner=runner, ended_at__isnull=True)
    return rows.select_related("made_by__user").first()


def last_subscription(runner: Runner) -> Subscription | None:
    """Return what was or is told over a connection. One query."""
    rows = Subscription.objects.filter(runner=runner)
    return rows.select_related("made_by__user").order_by("-made_at", "-id").first()


def subscribed_to(news: News) -> list[Subscription]:
    """Return whom to tell of something, in one order. One query."""
    rows = Subscription.objects.filter(
        news__contains=[news.value],
        ended_at__isnull=True,
        runner__retired_at__isnull=True,
    )
    return list(rows.order_by("id"))


def announcements_of(runner: Runner) -> list[Announcement]:
    """Return the newest messages over a connection, the newest first. One query."""
    rows = Announcement.objects.filter(subscription__runner=runner)
    return list(rows.order_by("-id")[:_SHOWN])


def announcement_by_id(announcement_id: UUID, *, lock: bool = False) -> Announcement:
    """Return a message with its connection; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Announcement.objects.select_related("subscription__runner")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=announcement_id).first()
    if found is None:
        raise NotFound("There is no such message.")
    return found
