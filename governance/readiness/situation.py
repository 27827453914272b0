"""All that readiness looks at, as plain values: collected once, then judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from governance.procedure import Procedure, Step


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the client now."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent that is to work on the process, and who has accepted to answer."""

    name: str
    owner: Person | None
    deputy: Person | None
    drilled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An action as it is declared: what is known of its effect.

    ``can_be_asked`` says that its target tells afterwards what became of it;
    ``speaks`` that its phrase names at least one of its parameters, so that a trace
    of it says what it was about.
    """

    name: str
    irreversible: bool
    can_be_asked: bool
    speaks: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A group that a checkpoint asks, and how many of it must approve."""

    group: str
    quorum: int
    four_eyes: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the boundaries say of one action of this agent in this process.

    ``lenient`` holds the titles of rules that allow it, ``limited`` says whether a
    limit binds every one of them.
    """

    lenient: tuple[str, ...] = ()
    limited: bool = False
    asked: tuple[Asked, ...] = ()

    @property
    def covered(self) -> bool:
        """Whether anything lets it happen, alone or with a person."""
        return bool(self.lenient or self.asked)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that has to be looked at again by a day."""

    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """A process at a moment, with the agent that is to work on it, if there is one.

    ``people`` are those who work here now, by e-mail; ``groups`` their active members
    by name; ``acts`` and ``coverage`` go by the action's name. ``grace_days`` is how
    long an overdue review is let pass; ``kept_days`` how long the trace is kept.
    """

    now: datetime
    procedure: Procedure
    agent: Agent | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    groups: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    reviews: tuple[Due, ...] = ()
    grace_days: int = 14
    kept_days: int | None = None

    def acting(self) -> list[tuple[Step, Act]]:
        """Return the steps that reach outside, with the action each uses."""
        return [
            (step, self.acts[step.action])
            for step in self.procedure.steps
            if step.action in self.acts
        ]


def without(situation: Situation, person: str) -> Situation:
    """Return the situation if a person, by id, could not be asked any more.

    Who answers for the agent stays who it was.
    """
    return replace(
        situation,
        people={
            mail: one for mail, one in situation.people.items() if one.id != person
        },
        groups={
            name: tuple(one for one in members if one.id != person)
            for name, members in situation.groups.items()
        },
    )
