"""What a rule does to an action, and which effect wins where rules disagree."""

from collections.abc import Iterable
from enum import StrEnum


class Effect(StrEnum):
    """Deny outranks checkpoint, checkpoint outranks allow."""

    ALLOW = "allow"
    CHECKPOINT = "checkpoint"
    DENY = "deny"

    @property
    def strictness(self) -> int:
        """0 for allow, 1 for checkpoint, 2 for deny."""
        return _STRICTNESS[self]


_STRICTNESS = {Effect.ALLOW: 0, Effect.CHECKPOINT: 1, Effect.DENY: 2}


def strictest(effects: Iterable[Effect]) -> Effect:
    """Give the effect that wins among `effects`.

    What an action gets when no rule speaks is not decided here, but it is deny too.
    """
    return max(effects, key=lambda effect: effect.strictness, default=Effect.DENY)
