"""A process as a person would follow it: the steps, read and written."""

from governance.procedure.changing import moved, with_step, without_step
from governance.procedure.checking import problems
from governance.procedure.diagram import Box, Drawing, Way, draw
from governance.procedure.differences import (
    ChangedStep,
    changed_steps,
    differences,
    reordered,
)
from governance.procedure.reading import read_procedure
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
from governance.procedure.writing import written

__all__ = [
    "Actor",
    "ActorKind",
    "Box",
    "ChangedStep",
    "Disposition",
    "Drawing",
    "Failure",
    "HaltReason",
    "Next",
    "OnHalt",
    "Performer",
    "PerformerKind",
    "Procedure",
    "Step",
    "Way",
    "changed_steps",
    "differences",
    "draw",
    "moved",
    "problems",
    "read_procedure",
    "reordered",
    "with_step",
    "without_step",
    "written",
]
