"""What follows when a step stops midway, in words, one line for each reason."""

from collections import defaultdict
from dataclasses import dataclass

from governance.halt_policy import Kind, disposition, loosened, reasons_of, usual
from governance.procedure import Disposition, HaltReason, Step

REASONS = {
    HaltReason.LOST_BEFORE_SEND: "its worker stops before anything was sent",
    HaltReason.LOST_AFTER_SEND: "its worker stops after it may have been sent",
    HaltReason.START_TO_CLOSE: "the agent does not say in time what became of it",
    HaltReason.EXCEPTION_AFTER_SEND: "it is sent, and no answer says what happened",
    HaltReason.EXCEPTION_CLEAN: "it fails, and nothing happened",
    HaltReason.POISON: "every attempt stops its worker",
    HaltReason.CHECKPOINT_TIMEOUT: "nobody answers in time",
    HaltReason.BOUNDARY_BREACH: "a rule forbids it at the last moment",
    HaltReason.LIMIT_EXHAUSTED: "a limit leaves no room at the last moment",
    HaltReason.HEARTBEAT_MISSED: "the agent goes silent",
    HaltReason.NEVER_STARTED: "the agent never sends a heartbeat",
    HaltReason.AGENT_SELF_HALT: "the agent says that it cannot go on",
}
DISPOSITIONS = {
    Disposition.RETRY: "it is tried again, three times at most",
    Disposition.RECONCILE: "its target is asked what happened",
    Disposition.GO_ON: "it ends there, and the agent is told",
    Disposition.COMPENSATE: "the run stops, and a person has what it did undone",
    Disposition.HAND_OVER: "the run stops and is handed over",
    Disposition.FAIL_CLOSED: "the run stops for good",
}


@dataclass(frozen=True, slots=True)
class Case:
    """What follows, for which reasons; ``mark`` says how it differs from the usual."""

    then: str
    mark: str
    reasons: tuple[str, ...]


def cases_of(step: Step, kind: Kind) -> list[Case]:
    """Return what follows in a step, for all reasons that there can be."""
    found: dict[tuple[Disposition, str], list[str]] = defaultdict(list)
    for reason in reasons_of(step, kind):
        then = disposition(reason, kind, step.on_halt)
        found[then, _mark(reason, step, kind)].append(f"if {REASONS[reason]}")
    order = list(Disposition)
    return [
        Case(said(DISPOSITIONS[then]), mark, tuple(reasons))
        for (then, mark), reasons in sorted(
            found.items(), key=lambda one: (order.index(one[0][0]), one[0][1])
        )
    ]


def said(text: str) -> str:
    """Return words as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def _mark(reason: HaltReason, step: Step, kind: Kind) -> str:
    if reason in loosened(step, kind):
        return "looser than usual"
    then = disposition(reason, kind, step.on_halt)
    return "" if then is usual(reason, kind) else "stricter than usual"
