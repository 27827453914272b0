"""Reads: keys with which programs keep registers, and whose a key is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from agents import keys
from agents.rates import Bucket
from agents.selectors import TooOften
from governance.models import FeedKey, Register
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.scoping import Actor, ActorKind

# What the text of such a key begins with.
FEED = "rmf"


@dataclass(frozen=True, slots=True)
class Feed:
    """The key of a program and the register it keeps, before any scope is open."""

    client_id: UUID
    feed_id: UUID
    register_id: UUID
    name: str

    @property
    def actor(self) -> Actor:
        """Return the actor that this key is."""
        label = f"The feed {self.name}"
        return Actor(kind=ActorKind.FEED, id=self.feed_id, label=label)


def feed_for_key(text: str, *, bucket: Bucket) -> Feed | None:
    """Return what a live key may keep, or None; counts the call. One query.

    Raises:
        TooOften: the key's allowance in this bucket is used up.
    """
    prefix = keys.prefix_of(text, kind=FEED)
    if prefix is None:
        return None
    proof = keys.digest_of(text, pepper=settings.KEY_PEPPER)
    asked: list[Any] = [prefix, proof, bucket.name, bucket.pace, bucket.burst]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_admit_feed(%s, %s, %s, %s, %s)", asked)
        row = cursor.fetchone()
    if row is None:
        return None
    *known, wait = row
    if wait is not None:
        raise TooOften(wait)
    return Feed(*known)


def feed_keys_of(register: Register) -> list[FeedKey]:
    """Return all keys that a register ever had, newest first."""
    rows = FeedKey.objects.filter(register=register)
    people = rows.select_related("issued_by__user", "revoked_by__user")
    return list(people.order_by("-issued_at", "-id"))


def live_feed_keys(register: Register) -> list[FeedKey]:
    """Return the keys with which a register can be kept now, newest first."""
    rows = FeedKey.objects.filter(
        register=register, expires_at__gt=RemitNow(), revoked_at__isnull=True
    )
    return list(rows.order_by("-issued_at", "-id"))


def feed_key_by_id(feed_id: UUID, *, lock: bool = False) -> FeedKey:
    """Return a key; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = FeedKey.objects.select_related("register")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=feed_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found
