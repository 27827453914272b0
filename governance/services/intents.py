"""The durable record before a side effect, and all that must hold for it."""

from dataclasses import dataclass

from agents.models import Performer
from audit.events import Event
from governance.models import (
    Action,
    Checkpoint,
    Effect,
    Intent,
    Phase,
)
from governance.procedure import HaltReason
from governance.selectors.doubt import may_have_happened
from governance.selectors.kinds import can_be_asked
from governance.services import limits
from governance.services.approvals import use_approval, used_approval
from governance.services.checkpoints import open_checkpoint
from governance.services.endings import finish_single
from governance.services.gate import Ruling, judge
from governance.services.steps import move
from governance.services.stopped import stop_if_written
from governance.services.stopping import hold_off_stops_of
from governance.services.trace import record_action
from governance.services.unknowns import become_unknown
from governance.states import ActionStatus, RefusedBy
from tenants.clock import database_now


@dataclass(frozen=True, slots=True)
class Intended:
    """An intent that will be on record when this transaction commits."""

    intent: Intent
    ruling: Ruling


def intend(action: Action) -> Intended | None:
    """Record the intent of an action that somebody is about to carry out.

    The action is running and the caller's, locked with its run. In this
    transaction: nothing that stops it can come in between, the run is alive, the rules
    allow it now, the approval is of exactly this and unused, the limits have room, and
    the ledger is told. Otherwise the action is refused, or asked about again, and there
    is None.

    What was sent before, and may be sent again, keeps its one intent; when the gate
    says no to it now, nobody knows whether it happened.
    """
    hold_off_stops_of(action)
    sent = Intent.objects.filter(action=action).first()
    ruling = judge(action, phase=Phase.EXECUTION, sent=sent is not None)
    approval = _approval(action, ruling, sent)
    if ruling.effect is Effect.ALLOW or approval is not None:
        return _record(action, ruling, sent, approval)
    if sent is not None and may_have_happened(sent):
        told = f"It may have been sent before. {ruling.decision.explanation}"
        become_unknown(
            action,
            told,
            askable=can_be_asked(action.action_type),
            reason=HaltReason.EXCEPTION_AFTER_SEND,
        )
    elif ruling.effect is Effect.CHECKPOINT:
        _ask_again(action, ruling)
    else:
        by = RefusedBy(ruling.decision.refused_by)
        _refuse(action, ruling, explanation=ruling.decision.explanation, by=by)
    return None


def _approval(action: Action, ruling: Ruling, sent: Intent | None) -> Checkpoint | None:
    if ruling.effect is not Effect.CHECKPOINT:
        return None
    # Used up by the intent that it was for, which may be sent again; or given since.
    used = used_approval(action, rules_hash=ruling.rules_hash) if sent else None
    return used or use_approval(action, rules_hash=ruling.rules_hash)


def _record(
    action: Action, ruling: Ruling, sent: Intent | None, approval: Checkpoint | None
) -> Intended:
    intent = sent or _new_intent(action, ruling)
    authority = ruling.authority(action) | {"intent": str(intent.id)}
    if approval is not None:
        authority["checkpoint"] = str(approval.id)
    if action.action_type.performer == Performer.AGENT:
        until = {"until": f"{action.lease_until:%Y-%m-%d %H:%M:%S} UTC"}
        record_action(Event.ACTION_PERMITTED, action, params=until, authority=authority)
    else:
        record_action(Event.ACTION_INTENDED, action, authority=authority)
    return Intended(intent, ruling)


def _new_intent(action: Action, ruling: Ruling) -> Intent:
    intent = Intent(
        action=action,
        decision=ruling.decision,
        fence=action.fence,
        digest=action.digest,
        recorded_at=database_now(),
    )
    intent.save(force_insert=True)
    return intent


def _ask_again(action: Action, ruling: Ruling) -> None:
    # The rules that decide have changed since the approval, or came after it.
    checkpoint = open_checkpoint(action, ruling)
    if isinstance(checkpoint, str):
        _refuse(action, ruling, explanation=checkpoint, by=RefusedBy.PLATFORM)
        return
    # A yes is for new attempts: none of those before it failed.
    action.attempts = 0
    action.save(update_fields=["attempts"])
    explanation = ruling.decision.explanation
    move(action, ActionStatus.WAITING, explanation=explanation)
    record_action(
        Event.ACTION_WAITING,
        action,
        params={"group": checkpoint.group.name},
        private={"explanation": explanation},
        authority=ruling.authority(action),
    )


def _refuse(action: Action, ruling: Ruling, *, explanation: str, by: RefusedBy) -> None:
    move(action, ActionStatus.REFUSED, explanation=explanation, refused_by=by)
    limits.release(action)
    record_action(
        Event.ACTION_REFUSED_LATER,
        action,
        private={"explanation": explanation},
        authority=ruling.authority(action),
    )
    if by is RefusedBy.RULE:
        stop_if_written(action, _reason(ruling), explanation)
    finish_single(action.run)


def _reason(ruling: Ruling) -> HaltReason:
    """Return whether it was a limit that left no room, or a rule that forbids it."""
    hits = ruling.decision.verdict.get("hits", ())
    found = [finding["op"] for hit in hits for finding in hit["findings"]]
    if "limit" in found:
        return HaltReason.LIMIT_EXHAUSTED
    return HaltReason.BOUNDARY_BREACH
