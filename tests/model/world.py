"""The world outside, which alone knows what happened, and those who touch it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from agents.runners import Report, Result

DONE = Report(Result.DONE, "Accepted.")
NOT_DONE = Report(Result.FAILED_CLEAN, "Not accepted.")
NO_ANSWER = Report(Result.UNKNOWN, "Sent, and no answer.")


@dataclass(slots=True)
class World:
    """What was sent under each intent, and under which something happened."""

    sent: Counter[UUID] = field(default_factory=Counter)
    happened: set[UUID] = field(default_factory=set)

    def take(self, intent: UUID, *, works: bool, answers: bool) -> Report:
        """Take what is sent under an intent and return what its sender sees."""
        self.sent[intent] += 1
        if works:
            self.happened.add(intent)
        if not answers:
            return NO_ANSWER
        return DONE if works else NOT_DONE

    def truth(self, intent: UUID) -> Report:
        """Return what really became of an intent."""
        return DONE if intent in self.happened else NOT_DONE


@dataclass(slots=True)
class Worker:
    """A worker with an action in hand: what it has to send, or what it has seen."""

    action: UUID
    fence: int
    order: UUID | None = None
    report: Report | None = None
    over: bool = False


@dataclass(slots=True)
class Granted:
    """A permit in an agent's hand. Once it has acted, or said its word, it is done."""

    action: UUID
    intent: UUID
    expires_at: datetime
    over: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """Somebody was let go ahead, and what stood against it at that moment."""

    action: UUID
    halted: bool
    run_state: str
    lacks_a_yes: bool
