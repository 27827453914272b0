"""Reads: at which step of its process a run is."""

from governance.models import Action, Run
from governance.procedure import Step, read_procedure


def step_of(run: Run, action: Action | None = None) -> Step | None:
    """Return the step of an action, or else the one where the run is.

    That is the step of what it asked for last, or the first one. None where what was
    asked for stands outside the steps, or there are none.
    """
    steps = read_procedure(run.workflow_version.steps).steps
    key = action.step if action else _last_key(run)
    if key is None:
        return steps[0] if steps else None
    return next((step for step in steps if step.key == key), None)


def _last_key(run: Run) -> str | None:
    rows = Action.objects.filter(run=run).exclude(step="").order_by("-id")
    return rows.values_list("step", flat=True).first()
