"""Who must look again when people or groups change, in the same transaction.

``tenants`` stands below what depends on who works at a client. Who stands above says
so here when it starts, and is told of each change before it is committed: no moment
lies between the change and what follows from it.
"""

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


_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Be told of every change; the order is that in which the apps start."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(change: Change | None = None) -> None:
    """Let all who follow look again, in the open transaction."""
    for follower in _followers:
        follower(change or Change())
