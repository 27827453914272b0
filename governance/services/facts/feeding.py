"""Writes: keys with which a program of the client keeps one register."""

from datetime import datetime, timedelta

from django.conf import settings

from agents import keys
from audit.events import Event
from governance.models import FeedKey, Register
from governance.selectors.feeds import FEED, feed_key_by_id, live_feed_keys
from governance.services.facts.loading import take_register
from governance.services.facts.telling import tell
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.services.inputs import read_name, read_reason

MOST_DAYS = 366
_MOST_LIVE = 2
_LONGEST_NAME = 60


def issue_feed_key(
    register: Register, *, name: str, expires_at: datetime, by: Membership, after: int
) -> str:
    """Issue a key and return its text, which is not kept and cannot be shown again.

    ``after`` is how many keys had been issued when this one was asked for: a form
    that is sent twice issues one key.

    Raises:
        Invalid: the name is none, or the key would end too early or too late.
        Conflict: the register has two live keys, or one has been issued meanwhile.
    """
    take_register(register)
    now = database_now()
    if not now < expires_at <= now + timedelta(days=MOST_DAYS):
        told = f"A key ends in the future, and after {MOST_DAYS} days at the latest."
        raise Invalid(told, field="expires")
    _require_place(register, after)
    minted = keys.mint(pepper=settings.KEY_PEPPER, kind=FEED)
    FeedKey(
        register=register,
        name=read_name(name, field="name", longest=_LONGEST_NAME),
        prefix=minted.prefix,
        digest=minted.digest,
        issued_at=now,
        issued_by=by,
        expires_at=expires_at,
    ).save(force_insert=True)
    params = {"prefix": minted.prefix, "until": _spoken(expires_at)}
    tell(Event.FEED_KEY_ISSUED, register, params=params)
    return minted.text


def revoke_feed_key(key: FeedKey, *, by: Membership, reason: str) -> None:
    """Revoke a key: the next request with it is refused.

    Raises:
        Invalid: the reason is missing.
        Conflict: it has ended.
    """
    words = read_reason(reason)
    key, now = feed_key_by_id(key.id, lock=True), database_now()
    if key.revoked_at is not None:
        raise Conflict("This key has been revoked before.")
    if key.expires_at <= now:
        raise Conflict("This key has expired before.")
    key.revoked_at, key.revoked_by, key.revoke_reason = now, by, words
    key.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    tell(
        Event.FEED_KEY_REVOKED,
        key.register,
        params={"prefix": key.prefix},
        private={"reason": words},
    )


def _require_place(register: Register, after: int) -> None:
    if FeedKey.objects.filter(register=register).count() != after:
        raise Conflict(
            "A key has been issued since this form was shown. Its text was shown "
            "then: if nobody kept it, revoke it."
        )
    if len(live_feed_keys(register)) >= _MOST_LIVE:
        told = "The register has two live keys: one of them has to end first."
        raise Conflict(told)


def _spoken(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
