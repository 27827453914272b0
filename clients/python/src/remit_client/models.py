"""What Remit answers, as values that do not change.

A member that this version does not know is left out, so that Remit may say more
one day; one that is missing is an error at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")

# What does not change any more by itself. Of an unknown one people find out.
OVER = frozenset({"refused", "succeeded", "failed", "unknown", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow that an agent is cleared for, or that a run is of."""

    key: str
    title: str
    version: int


@dataclass(frozen=True, slots=True)
class ActionType:
    """One thing that an agent may ask for; ``performer``: platform or agent."""

    name: str
    version: int
    title: str
    schema: Json
    effect_class: str
    reversibility: str
    performer: str


@dataclass(frozen=True, slots=True)
class Agent:
    """Who the agent is, who answers for it and what it may ask for."""

    id: str
    name: str
    purpose: str
    client: str
    owner: str | None
    may_act: bool
    reasons: tuple[str, ...]
    workflows: tuple[Workflow, ...]
    actions: tuple[ActionType, ...]
    sentence: str

    @classmethod
    def read(cls, told: Json) -> "Agent":
        """Return the agent in this answer."""
        read = {
            "owner": _name(told["owner"]),
            "may_act": told["standing"]["may_act"],
            "reasons": tuple(told["standing"]["reasons"]),
            "workflows": tuple(_read(Workflow, one) for one in told["workflows"]),
            "actions": tuple(_read(ActionType, one) for one in told["actions"]),
        }
        return _read(cls, told | read)


@dataclass(frozen=True, slots=True)
class RunState:
    """A run as it is: running, completed or interrupted, and until when it lives."""

    id: str
    number: int
    state: str
    workflow: Workflow
    subject: str
    fence: int
    lease_until: datetime
    lease_seconds: int
    save_point: Json | None
    owner: str | None
    summary: str
    traceparent: str | None

    @classmethod
    def read(cls, told: Json) -> "RunState":
        """Return the run in this answer."""
        read = {
            "workflow": _read(Workflow, told["workflow"]),
            "lease_until": datetime.fromisoformat(told["lease_until"]),
            "owner": _name(told["owner"]),
        }
        return _read(cls, told | read)


@dataclass(frozen=True, slots=True)
class Directive:
    """What a heartbeat is answered: continue or stop, and why.

    ``waiting`` are the run's actions that still wait for a person.
    """

    directive: str
    reason: str
    waiting: tuple[str, ...] = ()

    @property
    def stop(self) -> bool:
        """Whether the run must not go on."""
        return self.directive == "stop"

    @classmethod
    def read(cls, told: Json) -> "Directive":
        """Return the directive in this answer."""
        return _read(cls, told | {"waiting": tuple(told.get("waiting", ()))})


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Who has to answer for an action that waits, and until when."""

    id: str
    group: str
    kind: str
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """A boundary rule that decided."""

    key: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Permit:
    """What an agent shows to the target: it may do this once, until then."""

    token: str
    intent: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it is, with the decision about it and its outcome."""

    id: str
    run: str
    step: str
    action: str
    act: str
    performer: str
    resource: Mapping[str, str]
    parameters: Json
    reason: str
    status: str
    decision: str | None
    refused_by: str | None
    explanation: str
    result: str | None
    rules: tuple[Rule, ...]
    boundary_version: int | None
    digest: str
    owner: str | None
    checkpoint: Checkpoint | None
    traceparent: str | None

    @property
    def is_over(self) -> bool:
        """Whether it changes no more by itself."""
        return self.status in OVER

    @property
    def is_mine(self) -> bool:
        """Whether it is allowed, and this agent is the one to carry it out."""
        return self.status == "authorized" and self.performer == "agent"

    @classmethod
    def read(cls, told: Json) -> "Action":
        """Return the action in this answer."""
        result, asked = told["result"], told["checkpoint"]
        read = {
            "result": result and result["summary"],
            "rules": tuple(_read(Rule, one) for one in told["rules"]),
            "owner": _name(told["owner"]),
            "checkpoint": asked and _read(Checkpoint, _dated(asked, "deadline")),
        }
        return _read(cls, told | read)


@dataclass(frozen=True, slots=True)
class Started:
    """An action that was to be started; without a permit it may not be done."""

    action: Action
    permit: Permit | None

    @classmethod
    def read(cls, told: Json) -> "Started":
        """Return the action and the permit in this answer."""
        given = told["permit"]
        permit = given and _read(Permit, _dated(given, "expires_at"))
        return cls(Action.read(told), permit)


def _read(kind: type[T], told: Json) -> T:
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in told.items() if name in known})


def _dated(told: Json, name: str) -> Json:
    return told | {name: datetime.fromisoformat(told[name])}


def _name(owner: Json | None) -> str | None:
    return None if owner is None else str(owner["name"])
