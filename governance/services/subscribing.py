"""Writes: over which connections a client's own systems are told of what."""

from collections.abc import Iterable

from agents.models import Runner, RunnerKind
from agents.selectors.connections import runner_by_id
from audit.events import Event
from audit.ledger import Target, record
from governance.engine.wording import listed
from governance.models import Announcement, AnnouncementState, Subscription
from governance.news import News
from governance.selectors.announcements import announcement_by_id, subscription_of
from governance.services.announcing import ANNOUNCE
from tenants.clock import database_now
from tenants.doorbell import ring_after_commit
from tenants.errors import Conflict
from tenants.models import Membership
from tenants.services.authority import require_admin


def subscribe(runner: Runner, *, news: Iterable[News], by: Membership) -> None:
    """Have a system be told of this from now on, over a webhook, or of nothing.

    What has been written by then is still sent.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is told of exactly this, or the connection is no webhook in use.
    """
    require_admin(by)
    held = runner_by_id(runner.id, lock=True)
    if held.kind != RunnerKind.WEBHOOK or held.retired_at is not None:
        raise Conflict("Only a webhook in use can be told of something.")
    wanted = sorted(set(news))
    there = subscription_of(held)
    if wanted == (sorted(there.news) if there else []):
        raise Conflict("It is told of exactly this already.")
    if there is not None:
        _end(there)
    if wanted:
        Subscription(
            runner=held,
            news=[one.value for one in wanted],
            made_by=by,
            made_at=database_now(),
        ).save(force_insert=True)
    told = listed([one.value for one in wanted] or ["nothing"], joint="and")
    _record(Event.SUBSCRIBED, held, news=told)


def send_again(announcement: Announcement, *, by: Membership) -> None:
    """Send a message once more that nothing was tried for any longer.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it waits, was delivered, or its connection is retired.
    """
    require_admin(by)
    held = announcement_by_id(announcement.id, lock=True)
    runner = held.subscription.runner
    if held.state != AnnouncementState.GIVEN_UP or runner.retired_at is not None:
        raise Conflict("Only what was given up is sent again, over what is in use.")
    held.state, held.attempts = AnnouncementState.WAITING, 0
    held.due_at = database_now()
    held.save(update_fields=["state", "attempts", "due_at"])
    _record(Event.ANNOUNCED_AGAIN, runner, news=held.news, message=str(held.id))
    ring_after_commit(ANNOUNCE)


def give_up(announcement: Announcement, *, gone: bool) -> None:
    """Try a message no more; where its target is ``gone``, tell it nothing any more."""
    subscription = announcement.subscription
    runner = subscription.runner
    announcement.state, announcement.due_at = AnnouncementState.GIVEN_UP, None
    _record(
        Event.ANNOUNCEMENT_GIVEN_UP,
        runner,
        news=announcement.news,
        message=str(announcement.id),
        answer=announcement.answer,
    )
    if gone and subscription.ended_at is None:
        _end(subscription, "It answered that it wants no such messages any more.")
        _record(Event.SUBSCRIPTION_GONE, runner)


def _end(subscription: Subscription, because: str = "") -> None:
    subscription.ended_at, subscription.ended_because = database_now(), because
    subscription.save(update_fields=["ended_at", "ended_because"])


def _record(event: Event, runner: Runner, **params: str) -> None:
    record(
        event,
        target=Target("runner", runner.id),
        params={"runner": runner.name, **params},
    )
