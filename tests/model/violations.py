"""What was promised, and what the machine says when something is not so."""

from enum import StrEnum


class Promise(StrEnum):
    """What must hold, whatever anybody does."""

    ONE_EFFECT = "what may not be repeated has at most one effect"
    ONE_INTENT = "one action has one intent, and one permit"
    TRUTH = "what is said of an effect is what happened"
    AGAINST_A_NO = "nobody goes ahead against a halt, an end or a missing yes"
    A_YES_IS_USED_UP = "a yes is used up by the intent that it was for"
    FENCES = "a fence goes up with whoever takes it, and never down"
    LOST_IS_LOST = "who has lost an action changes nothing about it"
    SOMEBODY_HAS_IT = "what is unknown has a ticket, a deadline and a person"
    SOMEBODY_IS_TOLD = "where asking does not help, the run is held"
    EXACT_LIMITS = "what is held and used of a limit is what its actions hold"
    LAWFUL_STEPS = "actions and runs only take the steps that there are"
    RUNS_END_LAST = "a run is not over before its actions"
    STOPS_ARE_EXPLAINED = "a run that stopped has a reason, a ticket and a deadline"
    FEW_ATTEMPTS = "attempts are counted when they begin, and are few"
    UNDONE_BACKWARDS = "a run is undone once, the last effect first, past no doubt"
    SILENCE_IS_FOUND = "what is over is found, and nothing else"
    WORK_CAN_BE_TAKEN = "what is authorized and due, a worker can take"


class ViolationError(AssertionError):
    """A promise that was seen broken: no other error counts as finding one."""

    def __init__(self, promise: Promise, seen: str) -> None:
        self.promise = promise
        super().__init__(f"{promise}: {seen}")


def require(holds: bool, promise: Promise, seen: str) -> None:
    """Raise ViolationError unless the promise holds; ``seen`` is what was seen."""
    if not holds:
        raise ViolationError(promise, seen)
