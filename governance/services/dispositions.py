"""What follows when nobody has heard what became of an action, or it came to nothing.

As its step says it, or as the platform usually does: see ``governance.halt_policy``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.models import ActionType, EffectClass
from governance.halt_policy import IN_DOUBT, NO_EFFECT, disposition
from governance.models import Action, Run
from governance.procedure import Disposition, HaltReason, OnHalt
from governance.selectors.kinds import kind_of
from governance.selectors.run_steps import step_of

MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """An action of which nobody heard again, and what its step says about that.

    ``intended_at`` is None where no intent was recorded, so nothing was sent.
    ``attempts`` counts how often a worker took it.
    """

    reason: HaltReason
    action_type: ActionType
    on_halt: OnHalt | None
    attempts: int
    intended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Following:
    """What follows, and for which reason: too many attempts are one of their own."""

    then: Disposition
    reason: HaltReason


def after_loss(loss: Loss, *, now: datetime) -> Following:
    """Return what follows from a lost lease or a lost answer.

    Sent again is only what had no effect, or what its target is known to recognise,
    and three times at most. Where that is over, somebody finds out.
    """
    kind = kind_of(loss.action_type)
    then = disposition(loss.reason, kind, loss.on_halt)
    if then is not Disposition.RETRY:
        return Following(then, loss.reason)
    harmless = loss.reason not in IN_DOUBT or kind.effect == EffectClass.PURE
    tries_left = loss.attempts < MOST_ATTEMPTS
    if tries_left and (harmless or _is_known(loss, now)):
        return Following(then, loss.reason)
    if harmless:
        poison = disposition(HaltReason.POISON, kind, loss.on_halt)
        return Following(poison, HaltReason.POISON)
    then = Disposition.RECONCILE if kind.askable else Disposition.HAND_OVER
    return Following(then, loss.reason)


def after_nothing(action: Action, reason: HaltReason) -> Disposition:
    """Return what follows when an action is over and is known to have had no effect.

    To try it again is for those of whose attempts some are left.
    """
    kind = kind_of(action.action_type)
    then = disposition(reason, kind, on_halt_of(action))
    if then is Disposition.RETRY and action.attempts >= MOST_ATTEMPTS:
        return Disposition.GO_ON
    return then


def run_disposition(run: Run, reason: HaltReason) -> Disposition:
    """Return what follows when an agent stops: as the step says where the run is."""
    step = step_of(run)
    return disposition(reason, NO_EFFECT, step.on_halt if step else None)


def on_halt_of(action: Action) -> OnHalt | None:
    """Return what the step of an action says about stopping midway."""
    step = step_of(action.run, action)
    return step.on_halt if step else None


def _is_known(loss: Loss, now: datetime) -> bool:
    # Targets forget the keys of repetitions after a while.
    known_for = timedelta(seconds=loss.action_type.repeat_seconds)
    return loss.intended_at is not None and now < loss.intended_at + known_for
