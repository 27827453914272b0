"""The steps of a process, as values."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """Who acts: by place, or by name."""

    OWNER = "owner"
    DEPUTY = "deputy"
    GROUP = "group"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts; ``name`` is a group's name or a person's e-mail."""

    kind: ActorKind
    name: str = ""


class PerformerKind(StrEnum):
    """What performs a step."""

    AGENT = "agent"
    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Performer:
    """Who or what performs a step: a person is named, a system is called so."""

    kind: PerformerKind
    who: Actor | None = None
    system: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """Where a step leads: a step's key, or "" where the process ends."""

    to: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What can go wrong, who then acts, and what they do."""

    what: str
    who: Actor | None = None
    then: str = ""


class HaltReason(StrEnum):
    """Why something stops midway, or ends otherwise than it should."""

    LOST_BEFORE_SEND = "LOST_BEFORE_SEND"
    LOST_AFTER_SEND = "LOST_AFTER_SEND"
    START_TO_CLOSE = "START_TO_CLOSE"
    EXCEPTION_CLEAN = "EXCEPTION_CLEAN"
    EXCEPTION_AFTER_SEND = "EXCEPTION_AFTER_SEND"
    POISON = "POISON"
    CHECKPOINT_TIMEOUT = "CHECKPOINT_TIMEOUT"
    BOUNDARY_BREACH = "BOUNDARY_BREACH"
    LIMIT_EXHAUSTED = "LIMIT_EXHAUSTED"
    HEARTBEAT_MISSED = "HEARTBEAT_MISSED"
    NEVER_STARTED = "NEVER_STARTED"
    AGENT_SELF_HALT = "AGENT_SELF_HALT"
    DEFINITION_GONE = "DEFINITION_GONE"
    HALTED = "HALTED"
    AUDIT_UNAVAILABLE = "AUDIT_UNAVAILABLE"


class Disposition(StrEnum):
    """What follows then, from the loosest to the strictest."""

    RETRY = "retry"
    RECONCILE = "reconcile"
    GO_ON = "go_on"
    COMPENSATE = "compensate"
    HAND_OVER = "hand_over"
    FAIL_CLOSED = "fail_closed"


@dataclass(frozen=True, slots=True)
class OnHalt:
    """What was decided beforehand for a step that stops midway.

    ``policy`` is about all reasons for which that is possible, ``cases`` about single
    ones; for the rest the platform's usual disposition holds: see ``halt_policy``.
    """

    policy: Disposition | None = None
    who: Actor | None = None
    within_minutes: int | None = None
    text: str = ""
    cases: tuple[tuple[HaltReason, Disposition], ...] = ()

    def case(self, reason: HaltReason) -> Disposition | None:
        """Return what was written for a reason alone."""
        return dict(self.cases).get(reason)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``action`` is empty where nothing leaves the agent."""

    key: str
    title: str
    performer: Performer | None = None
    input: str = ""
    output: str = ""
    action: str = ""
    critical: bool = False
    pivot: bool = False
    effect: str = ""
    next: tuple[Next, ...] = ()
    failures: tuple[Failure, ...] = ()
    on_halt: OnHalt | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps in the order in which they are written down."""

    steps: tuple[Step, ...]

    @property
    def critical(self) -> bool:
        """Whether any step is."""
        return any(step.critical for step in self.steps)

    def step(self, key: str) -> Step:
        """Return the step with a key; a KeyError where there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def followers(self, step: Step) -> tuple[Next, ...]:
        """Return where a step leads: the step after it where nothing else is said."""
        if step.next:
            return step.next
        place = self.steps.index(step) + 1
        return (Next(self.steps[place].key if place < len(self.steps) else ""),)
