"""Writing steps down: in one order, without what says nothing."""

from typing import Any

from governance.procedure.steps import (
    Actor,
    Failure,
    OnHalt,
    Performer,
    Procedure,
    Step,
)


def written(procedure: Procedure) -> list[dict[str, Any]]:
    """Return the steps as JSON; ``read_procedure`` gives the same procedure back."""
    return [_step(step) for step in procedure.steps]


def _step(step: Step) -> dict[str, Any]:
    return _said(
        key=step.key,
        title=step.title,
        performer=step.performer and _performer(step.performer),
        input=step.input,
        output=step.output,
        action=step.action,
        critical=step.critical,
        pivot=step.pivot,
        effect=step.effect,
        next=[_said(when=one.when) | {"to": one.to} for one in step.next],
        failures=[_failure(one) for one in step.failures],
        on_halt=step.on_halt and _on_halt(step.on_halt),
    )


def _performer(performer: Performer) -> dict[str, Any]:
    return _said(
        kind=performer.kind.value,
        who=performer.who and _actor(performer.who),
        system=performer.system,
    )


def _actor(actor: Actor) -> dict[str, Any]:
    return _said(kind=actor.kind.value, name=actor.name)


def _failure(failure: Failure) -> dict[str, Any]:
    return _said(
        what=failure.what,
        who=failure.who and _actor(failure.who),
        then=failure.then,
    )


def _on_halt(on_halt: OnHalt) -> dict[str, Any]:
    return _said(
        policy=on_halt.policy and on_halt.policy.value,
        who=on_halt.who and _actor(on_halt.who),
        within_minutes=on_halt.within_minutes,
        text=on_halt.text,
        cases={reason.value: then.value for reason, then in on_halt.cases},
    )


def _said(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
