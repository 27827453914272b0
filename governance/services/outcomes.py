"""What became of an intent, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from agents.models import EffectClass
from audit.events import Event
from governance.models import Action, Intent, Outcome, Result, Source
from governance.services import limits
from governance.services.dispatch import hand_over
from governance.services.dispositions import Disposition, Loss, after_loss
from governance.services.endings import finish_single
from governance.services.incidents import Stop, interrupt_run
from governance.services.steps import move
from governance.services.trace import record_action
from governance.services.unknowns import (
    become_unknown,
    close_if_not_held,
    report_contradiction,
)
from governance.states import ActionStatus, is_final
from tenants.clock import database_now

_FIRST_PAUSE = timedelta(seconds=1)
_STATUS = {
    Result.DONE: ActionStatus.SUCCEEDED,
    Result.FAILED_CLEAN: ActionStatus.FAILED,
}
_EVENT = {
    Result.DONE: Event.ACTION_SUCCEEDED,
    Result.FAILED_CLEAN: Event.ACTION_FAILED,
}
_WORDS = {Result.DONE: "it happened", Result.FAILED_CLEAN: "it did not happen"}


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knows of an effect, and how they know it."""

    result: Result
    summary: str
    source: Source
    evidence: Mapping[str, Any] = field(default_factory=dict)


def conclude(action: Action, intent: Intent | None, known: Known) -> None:
    """Give a running action its outcome, its limits their due, its run its end.

    Without an intent nothing was sent. Where it was sent before and nobody knows what
    became of that, a no is about the last time alone, and as good as no answer. The
    action's row is locked by the caller.
    """
    unclear = known.result is Result.UNKNOWN
    if intent is not None:
        # Before this is kept, which may be a doubt itself.
        unclear = unclear or (known.result is not Result.DONE and _is_in_doubt(intent))
        keep(intent, known)
    if unclear:
        _follow_loss(action, intent, known)
    else:
        _end(action, known, event=_EVENT[known.result])
    if is_final(ActionStatus(action.status)):
        finish_single(action.run)


def settle(
    action: Action,
    known: Known,
    *,
    told: str = "",
    authority: Mapping[str, str] | None = None,
) -> None:
    """Settle an unknown action by what a probe, a late result or a person found.

    What it held of its limits is used or given back. A run that was held stays
    where it stopped; one that was not goes on, and nobody has to close its ticket
    unless a person took it up. ``told`` says more about it than the summary.
    """
    keep(Intent.objects.get(action=action), known)
    _end(
        action,
        known,
        event=Event.ACTION_SETTLED,
        told=told,
        params={"result": _WORDS[known.result]},
        authority=authority,
    )
    if known.source is not Source.ATTESTED:
        close_if_not_held(action, known.summary)
    finish_single(action.run)


def settle_late(action: Action, intent: Intent, known: Known) -> None:
    """Keep what came late, and settle the action by it where nobody knows.

    That something did not happen is not believed of what may be sent repeatedly;
    that it did, although it was found not to have, somebody has to look at.
    """
    happened = known.result is Result.DONE
    once = action.action_type.effect_class != EffectClass.IDEMPOTENT
    believed = happened or (known.result is Result.FAILED_CLEAN and once)
    if action.status == ActionStatus.UNKNOWN and believed:
        settle(action, known)
        return
    keep(intent, known)
    if happened and action.status == ActionStatus.FAILED:
        report_contradiction(action, known.summary)


def keep(intent: Intent, known: Known) -> None:
    """Keep what somebody knows, whatever follows from it."""
    Outcome(
        intent=intent,
        result=known.result,
        source=known.source,
        summary=known.summary,
        evidence=dict(known.evidence),
        recorded_at=database_now(),
    ).save(force_insert=True)


def _is_in_doubt(intent: Intent) -> bool:
    if intent.action.action_type.effect_class == EffectClass.PURE:
        return False
    found = Outcome.objects.filter(intent=intent)
    return found.exclude(result=Result.FAILED_CLEAN).exists()


def _follow_loss(action: Action, intent: Intent | None, known: Known) -> None:
    now = database_now()
    intended_at = intent.recorded_at if intent else None
    loss = Loss(action.action_type, action.attempts, intended_at)
    match after_loss(loss, now=now):
        case Disposition.SEND:
            told = {"detail": known.summary}
            record_action(Event.ACTION_RETRIED, action, private=told)
            hand_over(action, after=_FIRST_PAUSE * 4 ** (action.attempts - 1))
        case Disposition.GIVE_UP:
            _give_up(action, known)
        case Disposition.RECONCILE:
            become_unknown(action, known.summary, askable=True)
        case Disposition.HOLD:
            become_unknown(action, known.summary, askable=False)


def _give_up(action: Action, known: Known) -> None:
    told = f"Given up after {action.attempts} attempts; nothing happened outside."
    stop = Stop(
        code="POISON",
        cause=(
            f"every worker that tried stopped before anything happened: "
            f"{action.act}. {known.summary}"
        ),
        last_safe_point="before this action",
        side_effects="none",
        action=action,
        title=f"Given up: Remit could not {action.act}",
        disposition="Do not try again before somebody has found out why.",
        known=["Nothing happened outside.", known.summary],
    )
    interrupt_run(action.run, stop)
    clean = Known(Result.FAILED_CLEAN, told, known.source)
    _end(action, clean, event=Event.ACTION_FAILED)


def _end(
    action: Action,
    known: Known,
    *,
    event: Event,
    told: str = "",
    params: Mapping[str, str] | None = None,
    authority: Mapping[str, str] | None = None,
) -> None:
    move(action, _STATUS[known.result], detail=told or known.summary)
    if known.result is Result.DONE:
        limits.settle(action)
    else:
        limits.release(action)
    record_action(
        event,
        action,
        params=params,
        private={"detail": known.summary},
        authority=authority,
    )
