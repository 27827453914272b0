"""Who must look again when people, groups or mails change, in the same transaction.

``tenants`` stands below what depends on who works at a client. Who stands above says
so here when it starts, and is told of each change before it is committed: no moment
lies between the change and what follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    """Something has changed at the scope's client.

    ``person`` is the membership of whoever left or came back; ``left`` says which.
    """

    person: UUID | None = None
    left: bool = False


class Follower(Protocol):
    """Who looks again, in the open transaction."""

    def __call__(self, change: Change, /) -> None:
        """Do what follows from it, or raise: then it is not changed."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail for now: sent, needless, or put off because of an error."""

    mail_id: UUID
    about: Mapping[str, str]
    sent: bool
    error: str


class DeliveryFollower(Protocol):
    """Who keeps what became of a mail, in the open transaction and outside a scope."""

    def __call__(self, delivery: Delivery, /) -> None:
        """Keep it; it may be told again of the same mail."""


_followers: list[Follower] = []
_by_mail: dict[str, DeliveryFollower] = {}


def follow(follower: Follower) -> None:
    """Be told of every change; the order is that in which the apps start."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(change: Change | None = None) -> None:
    """Let all who follow look again, in the open transaction."""
    for follower in _followers:
        follower(change or Change())


def follow_mails(kind: str, follower: DeliveryFollower) -> None:
    """Be told what becomes of all mails of a kind."""
    _by_mail[kind] = follower


def tell_of_mail(kind: str, delivery: Delivery) -> None:
    """Let who follows mails of this kind keep what became of one."""
    follower = _by_mail.get(kind)
    if follower is not None:
        follower(delivery)
