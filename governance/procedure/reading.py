"""Reading stored steps, and those that were published before they said as much."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance.procedure.steps import (
    Actor,
    ActorKind,
    Disposition,
    Failure,
    HaltReason,
    Next,
    OnHalt,
    Performer,
    PerformerKind,
    Procedure,
    Step,
)

_Raw = Mapping[str, Any]


def read_procedure(steps: Sequence[_Raw]) -> Procedure:
    """Return the procedure of steps that were checked when they were stored."""
    return Procedure(tuple(_step(raw) for raw in steps))


def _step(raw: _Raw) -> Step:
    return Step(
        key=raw["key"],
        title=raw["title"],
        performer=_performer(raw.get("performer")),
        input=raw.get("input", ""),
        output=raw.get("output", ""),
        action=raw.get("action", ""),
        critical=raw.get("critical", False),
        pivot=raw.get("pivot", False),
        effect=raw.get("effect", ""),
        next=tuple(Next(one["to"], one.get("when", "")) for one in raw.get("next", ())),
        failures=tuple(_failure(one) for one in raw.get("failures", ())),
        on_halt=_on_halt(raw.get("on_halt")),
    )


def _performer(raw: _Raw | str | None) -> Performer | None:
    if not raw:
        return None
    if isinstance(raw, str):
        known = raw in [kind.value for kind in PerformerKind]
        return Performer(PerformerKind(raw)) if known else _named(raw)
    who = _actor(raw.get("who"))
    return Performer(PerformerKind(raw["kind"]), who, raw.get("system", ""))


def _named(words: str) -> Performer:
    # Before kinds, it was any words: what they name is kept as it was written.
    return Performer(PerformerKind.SYSTEM, system=words)


def _actor(raw: _Raw | None) -> Actor | None:
    return Actor(ActorKind(raw["kind"]), raw.get("name", "")) if raw else None


def _failure(raw: _Raw) -> Failure:
    return Failure(raw["what"], _actor(raw.get("who")), raw.get("then", ""))


def _on_halt(raw: _Raw | str | None) -> OnHalt | None:
    if not raw:
        return None
    if isinstance(raw, str):
        return OnHalt(text=raw)
    policy = raw.get("policy")
    return OnHalt(
        policy=Disposition(policy) if policy else None,
        who=_actor(raw.get("who")),
        within_minutes=raw.get("within_minutes"),
        text=raw.get("text", ""),
        cases=_cases(raw.get("cases", {})),
    )


def _cases(raw: _Raw) -> tuple[tuple[HaltReason, Disposition], ...]:
    # In one order, however they were written.
    return tuple(
        (reason, Disposition(raw[reason])) for reason in HaltReason if reason in raw
    )
