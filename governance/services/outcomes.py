"""What became of an intent, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from agents.models import EffectClass, Performer
from audit.events import Event
from governance.halt_policy import IN_DOUBT
from governance.models import Action, Intent, Outcome, Result, Source
from governance.procedure import Disposition, HaltReason
from governance.selectors.doubt import is_in_doubt
from governance.services import limits
from governance.services.dispatch import hand_over
from governance.services.dispositions import (
    Following,
    Loss,
    after_loss,
    after_nothing,
    on_halt_of,
)
from governance.services.endings import finish_single
from governance.services.incidents import interrupt_run
from governance.services.steps import move
from governance.services.stopped import stop_if_written
from governance.services.tickets import Stop
from governance.services.trace import record_action
from governance.services.unknowns import (
    become_unknown,
    report_contradiction,
    resolve_if_not_held,
)
from governance.states import ActionStatus, is_final
from tenants.clock import database_now

_FIRST_PAUSE = timedelta(seconds=1)
_STATUS = {
    Result.DONE: ActionStatus.SUCCEEDED,
    Result.FAILED_CLEAN: ActionStatus.FAILED,
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
        unclear = unclear or (known.result is not Result.DONE and is_in_doubt(intent))
        keep(intent, known)
    if unclear:
        _follow_loss(action, intent, known)
    elif known.result is Result.DONE:
        _end(action, known, event=Event.ACTION_SUCCEEDED)
    else:
        _follow_failure(action, known)
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
        resolve_if_not_held(action, known.summary)
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


def _follow_loss(action: Action, intent: Intent | None, known: Known) -> None:
    reason = _reason(action, intent, known)
    loss = Loss(
        reason,
        action.action_type,
        on_halt_of(action),
        action.attempts,
        intent.recorded_at if intent else None,
    )
    following = after_loss(loss, now=database_now())
    doubtful = reason in IN_DOUBT and _has_effect(action)
    if following.then is Disposition.RETRY:
        _try_again(action, known)
    elif following.then is Disposition.RECONCILE:
        become_unknown(action, known.summary, askable=True, reason=reason)
    elif doubtful:
        become_unknown(action, known.summary, askable=False, reason=reason)
    else:
        _give_up(action, intent, known, following)


def _reason(action: Action, intent: Intent | None, known: Known) -> HaltReason:
    if intent is None:
        return HaltReason.LOST_BEFORE_SEND
    if known.source is not Source.SWEEPER:
        return HaltReason.EXCEPTION_AFTER_SEND
    by_agent = action.action_type.performer == Performer.AGENT
    return HaltReason.START_TO_CLOSE if by_agent else HaltReason.LOST_AFTER_SEND


def _has_effect(action: Action) -> bool:
    return bool(action.action_type.effect_class != EffectClass.PURE)


def _follow_failure(action: Action, known: Known) -> None:
    """Go on from what is known not to have happened, as the step says."""
    reason = HaltReason.EXCEPTION_CLEAN
    if after_nothing(action, reason) is Disposition.RETRY:
        _try_again(action, known)
        return
    _end(action, known, event=Event.ACTION_FAILED)
    stop_if_written(action, reason, known.summary)


def _try_again(action: Action, known: Known) -> None:
    told = {"detail": known.summary}
    record_action(Event.ACTION_RETRIED, action, private=told)
    hand_over(action, after=_FIRST_PAUSE * 4 ** (action.attempts - 1))


def _give_up(
    action: Action, intent: Intent | None, known: Known, following: Following
) -> None:
    told = f"Given up after {action.attempts} attempts; nothing happened outside."
    if action.attempts == 1:
        told = "Given up, as its process says; nothing happened outside."
    stop = Stop(
        code=following.reason.value,
        cause=(
            f"every worker that tried stopped before anything happened: "
            f"{action.act}. {known.summary}"
        ),
        last_safe_point="before this action",
        side_effects="none",
        action=action,
        title=f"Given up: Remit could not {action.act}",
        then=following.then,
        disposition="Do not try again before somebody has found out why.",
        known=["Nothing happened outside.", known.summary],
    )
    interrupt_run(action.run, stop)
    clean = Known(Result.FAILED_CLEAN, told, known.source)
    if intent is not None:
        # What has no effect cannot be in doubt: its outcome says so, too.
        keep(intent, clean)
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
