"""Halting and lifting by a governance lead, and what is said before."""

from collections.abc import Sequence
from typing import Any

from governance.models import Halt, HaltScope
from governance.selectors.halting import (
    Reach,
    active_halt,
    is_halted,
    reach_of,
    waits_for_first,
)
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from tenants.admin.acts import Act
from tenants.errors import Conflict
from tenants.models import User

_AT_THE_GATE = "Before every effect Remit looks for a halt: it takes effect there."
_FIRST = "It takes two people at this client: another one has to lift it then."
_LIFTED = (
    "Where nothing else stands against it, it may act again at once.",
    "What was refused meanwhile stays refused.",
)


def halting(scope: HaltScope) -> list[Act]:
    """Return how a row is halted, and how its own halt is lifted."""
    return [
        Act(
            name="halt",
            verb="Halt",
            purpose="to halt it",
            title="Halt {}",
            done="You halted {}. Nothing of it passes the gate from now on.",
            is_open=lambda row: not is_halted(scope, row.pk),
            effects=lambda row: _stopped(reach_of(scope, row.pk)),
            perform=lambda row, lead, why: _halt(scope, row, lead, why),
        ),
        Act(
            name="lift",
            verb="Lift the halt",
            purpose="to lift its halt",
            title="Lift the halt of {}",
            done="You lifted the halt of {}.",
            is_open=lambda row: is_halted(scope, row.pk),
            effects=lambda row: _lifted(active_halt(scope, row.pk)),
            perform=lambda row, lead, why: _lift(active_halt(scope, row.pk), lead, why),
            is_grave=False,
        ),
    ]


def lifting() -> list[Act]:
    """Return how a halt is lifted from its own page, whatever it halts."""
    return [
        Act(
            name="lift",
            verb="Lift the halt",
            purpose="to lift it",
            title="Lift the {}",
            done="You lifted the {}.",
            is_open=lambda halt: halt.lifted_at is None,
            effects=_lifted,
            perform=_lift,
            is_grave=False,
        )
    ]


def _halt(scope: HaltScope, row: Any, lead: User, reason: str) -> None:
    set_halt(scope=scope, target_id=row.pk, label=str(row), by=lead, reason=reason)


def _lift(halt: Halt | None, lead: User, reason: str) -> str:
    if halt is None:
        raise Conflict("There is no halt to lift.")
    lifted = lift_halt(halt, by=lead, reason=reason).lifted_at is not None
    return "" if lifted else f"You asked for it: {halt.label} stays halted until then."


def _stopped(reach: Reach) -> Sequence[str]:
    moving = reach.moving
    return [
        _runs(reach, "stop before their next action"),
        *_some(moving.due, "allowed and not sent yet: refused"),
        *_some(moving.waiting, "waiting for a person: an approval will send nothing"),
        *_some(moving.sent, "already sent: cannot be recalled"),
        *_some(
            moving.unknown,
            "already sent, and nobody knows whether it happened: cannot be recalled",
        ),
        "New requests are refused until somebody lifts the halt.",
        _AT_THE_GATE,
    ]


def _lifted(halt: Halt | None) -> Sequence[str]:
    if halt is None:
        return []
    if waits_for_first(halt):
        return [_FIRST]
    reach = reach_of(HaltScope(halt.scope), halt.target_id)
    return [_runs(reach, "may go on"), *_LIFTED]


def _runs(reach: Reach, then: str) -> str:
    if not reach.open_runs:
        return "No run is open."
    agents = "one agent" if reach.agents == 1 else f"{reach.agents} agents"
    if reach.open_runs == 1:
        return f"One run of {agents} is open: it will {then}."
    return f"{reach.open_runs} runs of {agents} are open: they will {then}."


def _some(count: int, what: str) -> list[str]:
    return [f"{count} action{'' if count == 1 else 's'} {what}."] if count else []
