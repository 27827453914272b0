"""What follows when nobody has heard what became of an action.

The platform's default by effect class: who can prove what about an effect whose
answer was lost. Nothing is sent twice unless its target is known to cope.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agents.models import ActionType, EffectClass, Performer

MOST_ATTEMPTS = 3


class Disposition(StrEnum):
    """What the platform does next."""

    SEND = "send"
    RECONCILE = "reconcile"
    HOLD = "hold"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class Loss:
    """An action of which nobody heard again.

    ``intended_at`` is None where no intent was recorded, so nothing was sent.
    ``attempts`` counts how often a worker took it.
    """

    action_type: ActionType
    attempts: int
    intended_at: datetime | None


def after_loss(loss: Loss, *, now: datetime) -> Disposition:
    """Return what follows from a lost lease or a lost answer.

    ==============  ==========================  ===================================
    effect class    no intent yet               intent recorded
    ==============  ==========================  ===================================
    pure            send, at most three times   send, at most three times
    idempotent      the same                    send while the target knows it
    queryable       the same                    ask the target
    unsafe          the same                    hold for a person
    ==============  ==========================  ===================================
    """
    tries_left = loss.attempts < MOST_ATTEMPTS
    if loss.intended_at is None:
        return Disposition.SEND if tries_left else Disposition.GIVE_UP
    if loss.action_type.performer == Performer.AGENT:
        # Whatever it did, it did by itself: the platform has nothing to send.
        return _ask_or_hold(loss.action_type)
    effect = EffectClass(loss.action_type.effect_class)
    if effect is EffectClass.PURE:
        return Disposition.SEND if tries_left else Disposition.GIVE_UP
    if effect is EffectClass.IDEMPOTENT and tries_left and _is_known(loss, now):
        return Disposition.SEND
    return _ask_or_hold(loss.action_type)


def can_be_asked(action_type: ActionType) -> bool:
    """Return whether the target says what became of an intent."""
    safe = action_type.effect_class != EffectClass.UNSAFE
    return safe and bool(action_type.probe)


def _is_known(loss: Loss, now: datetime) -> bool:
    # Targets forget the keys of repetitions after a while.
    known_for = timedelta(seconds=loss.action_type.repeat_seconds)
    return loss.intended_at is not None and now < loss.intended_at + known_for


def _ask_or_hold(action_type: ActionType) -> Disposition:
    return Disposition.RECONCILE if can_be_asked(action_type) else Disposition.HOLD
