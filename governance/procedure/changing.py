"""Changing a procedure one step at a time; each gives a new one."""

from dataclasses import replace

from governance.procedure.steps import Next, Procedure, Step


def with_step(procedure: Procedure, step: Step) -> Procedure:
    """Return the procedure with a step put in the place of its namesake, or last."""
    keys = [one.key for one in procedure.steps]
    if step.key not in keys:
        return Procedure((*procedure.steps, step))
    return Procedure(
        tuple(step if one.key == step.key else one for one in procedure.steps)
    )


def without_step(procedure: Procedure, key: str) -> Procedure:
    """Return the procedure without a step; ways that led to it are gone with it."""
    return Procedure(
        tuple(
            replace(one, next=_without(one.next, key))
            for one in procedure.steps
            if one.key != key
        )
    )


def moved(procedure: Procedure, key: str, *, by: int) -> Procedure:
    """Return the procedure with a step so many places further down, or up."""
    steps = list(procedure.steps)
    place = next(number for number, one in enumerate(steps) if one.key == key)
    step = steps.pop(place)
    steps.insert(max(0, min(len(steps), place + by)), step)
    return Procedure(tuple(steps))


def _without(ways: tuple[Next, ...], key: str) -> tuple[Next, ...]:
    return tuple(way for way in ways if way.to != key)
