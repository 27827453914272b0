"""What makes steps wrong, not merely unfinished: said with the step and the remedy."""

from collections.abc import Iterator

from governance.procedure.steps import Procedure

MOST_STEPS = 200


def problems(procedure: Procedure) -> Iterator[str]:
    """Yield what is wrong with the shape of a procedure; nothing where it is right."""
    if len(procedure.steps) > MOST_STEPS:
        yield f"A process has {MOST_STEPS} steps at most: make it two."
    keys: set[str] = set()
    for step in procedure.steps:
        if step.key in keys:
            yield f"Two steps are called {step.key}: give one another name."
        keys.add(step.key)
    for number, step in enumerate(procedure.steps, start=1):
        for way in step.next:
            if way.to and way.to not in keys:
                yield f"Step {number} leads to {way.to}, which is no step: choose one."
