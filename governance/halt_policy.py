"""What follows when something stops midway: by reason, and by who can prove what.

The platform's usual dispositions, the ones that a process may choose instead, and which
of those is looser. Nothing is sent twice unless its target is known to cope: no choice
can change that.

=====================  =======  ============  ===========================  ===========
reason                 pure     idempotent    queryable                    unsafe
=====================  =======  ============  ===========================  ===========
LOST_BEFORE_SEND       retry    retry         retry                        retry
LOST_AFTER_SEND        retry    retry         reconcile                    hand over
START_TO_CLOSE         retry    retry         reconcile                    hand over
EXCEPTION_AFTER_SEND   retry    retry         reconcile                    hand over
EXCEPTION_CLEAN        go on    go on         go on                        go on
CHECKPOINT_TIMEOUT     go on    go on         go on                        go on
BOUNDARY_BREACH        go on    go on         go on                        go on
LIMIT_EXHAUSTED        go on    go on         go on                        go on
=====================  =======  ============  ===========================  ===========

For all other reasons it is handed over; a halt by a person waits for who lifts it, and
without a ledger nothing goes on. To go on means that the action ends there, without an
effect, and its agent is told. Where a target cannot be asked, reconciling is handing
over.
"""

from dataclasses import dataclass

from governance.procedure import Disposition, HaltReason, OnHalt, Step

_RETRY, _RECONCILE = Disposition.RETRY, Disposition.RECONCILE
_GO_ON, _COMPENSATE = Disposition.GO_ON, Disposition.COMPENSATE
_HAND_OVER, _FAIL_CLOSED = Disposition.HAND_OVER, Disposition.FAIL_CLOSED
_PURE, _IDEMPOTENT, _QUERYABLE = "pure", "idempotent", "queryable"

# Sent, or maybe sent, and no answer.
IN_DOUBT = frozenset(
    {
        HaltReason.LOST_AFTER_SEND,
        HaltReason.START_TO_CLOSE,
        HaltReason.EXCEPTION_AFTER_SEND,
    }
)
# Over, and known to have had no effect.
_WITHOUT_EFFECT = frozenset(
    {
        HaltReason.EXCEPTION_CLEAN,
        HaltReason.CHECKPOINT_TIMEOUT,
        HaltReason.BOUNDARY_BREACH,
        HaltReason.LIMIT_EXHAUSTED,
    }
)
# What the word about a step that "stops midway" is about.
_MIDWAY = IN_DOUBT | {
    HaltReason.POISON,
    HaltReason.HEARTBEAT_MISSED,
    HaltReason.NEVER_STARTED,
    HaltReason.AGENT_SELF_HALT,
}
_FIXED = {
    HaltReason.HALTED: _GO_ON,
    HaltReason.AUDIT_UNAVAILABLE: _FAIL_CLOSED,
    HaltReason.DEFINITION_GONE: _HAND_OVER,
}
_BY_PLATFORM = (
    HaltReason.LOST_BEFORE_SEND,
    HaltReason.LOST_AFTER_SEND,
    HaltReason.EXCEPTION_AFTER_SEND,
    HaltReason.POISON,
)
_BY_AGENT = (HaltReason.START_TO_CLOSE, HaltReason.EXCEPTION_AFTER_SEND)
_OF_ACTIONS = (
    HaltReason.EXCEPTION_CLEAN,
    HaltReason.CHECKPOINT_TIMEOUT,
    HaltReason.BOUNDARY_BREACH,
    HaltReason.LIMIT_EXHAUSTED,
)
_OF_AGENTS = (
    HaltReason.HEARTBEAT_MISSED,
    HaltReason.NEVER_STARTED,
    HaltReason.AGENT_SELF_HALT,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of an action's effect: its class, and who can be asked about it.

    ``effect`` is the value of an effect class; ``by_agent`` where the agent carries it
    out, so that the platform has nothing to send. A step without an action has no
    effect.
    """

    effect: str = _PURE
    askable: bool = False
    by_agent: bool = False


NO_EFFECT = Kind()


def usual(reason: HaltReason, kind: Kind) -> Disposition:
    """Return what the platform does where nothing else is written."""
    if reason in _FIXED:
        return _FIXED[reason]
    if reason in IN_DOUBT:
        return _in_doubt(kind)
    if reason is HaltReason.LOST_BEFORE_SEND:
        return _HAND_OVER if kind.by_agent else _RETRY
    return _GO_ON if reason in _WITHOUT_EFFECT else _HAND_OVER


def choices(reason: HaltReason, kind: Kind) -> tuple[Disposition, ...]:
    """Return what may be written instead, the loosest first; usual is among them."""
    if reason in _FIXED:
        return (_FIXED[reason],)
    if reason in IN_DOUBT:
        least = _in_doubt(kind)
        asked = kind.askable and least is _RETRY and kind.effect != _PURE
        between = (_RECONCILE,) if asked else ()
        return (least, *between, _HAND_OVER) if least is not _HAND_OVER else (least,)
    if reason is HaltReason.LOST_BEFORE_SEND:
        first = () if kind.by_agent else (_RETRY,)
        return (*first, _HAND_OVER, _FAIL_CLOSED)
    if reason is HaltReason.EXCEPTION_CLEAN and not kind.by_agent:
        return (_RETRY, _GO_ON, _COMPENSATE, _HAND_OVER, _FAIL_CLOSED)
    if reason in _WITHOUT_EFFECT:
        return (_GO_ON, _COMPENSATE, _HAND_OVER, _FAIL_CLOSED)
    return (_COMPENSATE, _HAND_OVER, _FAIL_CLOSED)


def disposition(reason: HaltReason, kind: Kind, on_halt: OnHalt | None) -> Disposition:
    """Return what follows in a step: as written, if that is possible, or as usual."""
    possible = choices(reason, kind)
    halt = on_halt or OnHalt()
    written = halt.case(reason)
    if written is None and reason in _MIDWAY:
        written = halt.policy
    return written if written in possible else usual(reason, kind)


def reasons_of(step: Step, kind: Kind) -> tuple[HaltReason, ...]:
    """Return the reasons for which a step may say something of its own."""
    if not step.action:
        return _OF_AGENTS
    return (*(_BY_AGENT if kind.by_agent else _BY_PLATFORM), *_OF_ACTIONS, *_OF_AGENTS)


def loosened(step: Step, kind: Kind) -> tuple[HaltReason, ...]:
    """Return for which reasons a step is looser than the platform usually is."""
    order = list(Disposition)
    return tuple(
        reason
        for reason in reasons_of(step, kind)
        if order.index(disposition(reason, kind, step.on_halt))
        < order.index(usual(reason, kind))
    )


def impossible(step: Step, kind: Kind) -> tuple[HaltReason, ...]:
    """Return for which reasons a step says what cannot be done, or what never comes."""
    cases = step.on_halt.cases if step.on_halt else ()
    return tuple(
        reason
        for reason, then in cases
        if reason not in reasons_of(step, kind) or then not in choices(reason, kind)
    )


def _in_doubt(kind: Kind) -> Disposition:
    if kind.by_agent:
        # Whatever it did, it did by itself: the platform has nothing to send.
        return _RECONCILE if kind.askable else _HAND_OVER
    if kind.effect in {_PURE, _IDEMPOTENT}:
        return _RETRY
    return _RECONCILE if kind.effect == _QUERYABLE and kind.askable else _HAND_OVER
