"""The loop: hundreds of actions of every class, while workers are killed at random."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from django.db.models import Q

from agents.models import EffectClass
from governance.models import Action, Intent, Outcome, Result, Ticket
from tests.cast import Cast
from tests.faults.acting import asked, opened
from tests.faults.kinds import KINDS, equip
from tests.faults.programs import WORKERS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.history.reading import Payment

_PLACES = ("worker.after_claim", "worker.after_intent", "worker.after_effect")
# How many of those who pass a place die there, and how often one dies anywhere.
_SHARE = "kill 0.04"
# Of one worker: the loop has several.
_BETWEEN_KILLS_SECONDS = (4.0, 16.0)
# A whole worker takes seconds to begin again; the process that does its work, none.
_WHOLE = 0.05
_ACTIONS_IN_A_RUN = 2
_ASKING = 3
_PATIENCE_SECONDS = 600
_GLANCE_SECONDS = 0.2
_IN_FLIGHT = ("authorized", "running")
_ONCE = {EffectClass.QUERYABLE, EffectClass.UNSAFE}


@dataclass
class Counts:
    """What the loop counts; the bank's book is the truth."""

    seed: int
    asked: int = 0
    attempts: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    unowned: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    # Of those that were ever unknown: what the bank's book says.
    happened: int = 0
    had_not: int = 0

    def __str__(self) -> str:
        ended = ", ".join(
            f"{one} {count}" for one, count in sorted(self.statuses.items())
        )
        unknown = self.happened + self.had_not
        share = 100 * self.happened / unknown if unknown else 0
        return (
            f"{self.asked} actions, {self.attempts} attempts, {self.kills} kills: "
            f"{ended}; {self.lost} lost, {self.doubled} doubled, "
            f"{unknown} were unknown, of which {self.happened} had happened "
            f"({share:.0f} %) and {self.had_not} had not, {self.unowned} without "
            f"an owner; seed {self.seed}"
        )


class Nemesis:
    """Kills workers at moments that nobody has chosen."""

    def __init__(self, stack: Stack, workers: Sequence[str], seed: int) -> None:
        """Begin with nobody killed."""
        self.kills = 0
        self._stack = stack
        self._workers = workers
        self._chance = random.Random(seed)  # noqa: S311 - not a secret

    def kill_until(self, over: Callable[[], bool]) -> None:
        """Kill now and then, until it is over."""
        end, next_kill = time.monotonic() + _PATIENCE_SECONDS, 0.0
        while not over():
            assert time.monotonic() < end, "it was not over in time"
            self._stack.revive()
            if time.monotonic() > next_kill:
                self.kills += self._kill_one()
                pause = self._chance.uniform(*_BETWEEN_KILLS_SECONDS)
                next_kill = time.monotonic() + pause / len(self._workers)
            time.sleep(_GLANCE_SECONDS)

    def _kill_one(self) -> int:
        """Kill a worker, or the process that does its work; return how many died."""
        name = self._chance.choice(self._workers)
        if self._chance.random() < _WHOLE:
            self._stack.kill(name)
            return 1
        working = self._stack.below(name)
        for process in working:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return len(working)


def kill_loop(scene: Scene, *, actions: int, seed: int) -> Counts:
    """Ask for so many actions while workers die, wait until all is over, and count."""
    stack, nemesis = scene.stack, Nemesis(scene.stack, scene.scale.workers, seed)
    casts = [equip(scene.acme()) for _ in range(scene.scale.clients)]
    counts = Counts(seed=seed)
    for place in _PLACES:
        stack.orders.give(place, _SHARE)
    # The loop is about workers: nothing else carries out what they drop.
    more = [name for name in scene.scale.workers if name not in WORKERS]
    with stack.without("sweep"), stack.also(*more):
        with ThreadPoolExecutor(_ASKING) as agents:
            asking = [
                agents.submit(_ask, stack, cast, actions // len(casts), seed + number)
                for number, cast in enumerate(casts)
            ]
            nemesis.kill_until(lambda: all(one.done() for one in asking))
            counts.asked = sum(one.result() for one in asking)
        nemesis.kill_until(lambda: not _open(casts))
    counts.kills = nemesis.kills + sum(
        len(stack.orders.hit(place)) for place in _PLACES
    )
    payments = stack.payments()
    for cast in casts:
        _count(cast, payments, counts)
    return counts


def _ask(stack: Stack, cast: Cast, count: int, seed: int) -> int:
    """Ask for so many, in runs of two and in runs of their own, of every class."""
    kinds = cycle(random.Random(seed).sample(list(KINDS.values()), len(KINDS)))  # noqa: S311
    run: dict[str, Any] | None = None
    for number, kind in zip(range(count), kinds, strict=False):
        if number % (2 * _ACTIONS_IN_A_RUN) == 0:
            run = opened(stack, cast)
        elif number % (2 * _ACTIONS_IN_A_RUN) == _ACTIONS_IN_A_RUN:
            run = None
        asked(stack, cast, run, action=kind)
    return count


def _open(casts: list[Cast]) -> bool:
    """Return whether anything may still change without a person."""
    for cast in casts:
        with cast.scope():
            if Action.objects.filter(_moving()).exists():
                return True
    return False


def _moving() -> Q:
    # Of what is unknown, only what cannot be asked about needs a person.
    asked_about = Q(status="unknown", action_type__effect_class=EffectClass.QUERYABLE)
    return Q(status__in=_IN_FLIGHT) | asked_about


def _count(cast: Cast, payments: list[Payment], counts: Counts) -> None:
    booked = Counter(one["webhook_id"] for one in payments)
    with cast.scope():
        actions = list(Action.objects.select_related("action_type"))
        intents = {one.action_id: str(one.id) for one in Intent.objects.all()}
        tickets = Ticket.objects.filter(state="open", deadline__isnull=False)
        owned = set(tickets.values_list("action_id", flat=True))
        doubted = Outcome.objects.filter(result=Result.UNKNOWN)
        unknown = set(doubted.values_list("intent__action_id", flat=True))
    counts.statuses.update(one.status for one in actions)
    counts.attempts += sum(one.attempts for one in actions)
    counts.lost += sum(one.status in _IN_FLIGHT for one in actions)
    counts.doubled += sum(booked[intent] > 1 for intent in intents.values())
    counts.unowned += sum(
        one.status == "unknown" and one.id not in owned for one in actions
    )
    for action in actions:
        # What may be sent again is sent again: nobody has to know.
        if action.id in unknown and action.action_type.effect_class in _ONCE:
            happened = booked[intents[action.id]] > 0
            counts.happened += happened
            counts.had_not += not happened


@fault(
    "KILL",
    "kill -9 of workers, at random and at every point",
    "0 lost, 0 doubled, every unknown owned",
    quick=True,
)
def many_kills(scene: Scene) -> Seen:
    """Do it with another seed every time; the seed is printed."""
    return told(kill_loop(scene, actions=scene.scale.actions, seed=int(time.time())))


def told(counts: Counts) -> Seen:
    """Return what the loop has seen, if nothing is wrong with it."""
    assert counts.asked == sum(counts.statuses.values()), str(counts)
    assert (counts.lost, counts.doubled, counts.unowned) == (0, 0, 0), str(counts)
    return Seen(str(counts))
