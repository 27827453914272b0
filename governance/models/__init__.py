"""What agents ask, what is allowed, who decided, what happened, what then."""

from governance.models.actions import (
    Action,
    Decision,
    IdempotencyKey,
    Intent,
    Outcome,
    Phase,
    Result,
    Source,
)
from governance.models.boundaries import (
    BoundaryRule,
    BoundaryVersion,
    Effect,
    Record,
    Register,
)
from governance.models.checkpoints import (
    Answer,
    Checkpoint,
    CheckpointAnswer,
    CheckpointKind,
)
from governance.models.incidents import Halt, HaltScope, Interruption, Ticket
from governance.models.limits import (
    PLAIN,
    Hold,
    LimitBucket,
    LimitUse,
    Recount,
    Reservation,
)
from governance.models.pulse import Pulse
from governance.models.runs import Numbering, Run, RunNote
from governance.models.workflows import Clearance, Workflow, WorkflowVersion

__all__ = [
    "PLAIN",
    "Action",
    "Answer",
    "BoundaryRule",
    "BoundaryVersion",
    "Checkpoint",
    "CheckpointAnswer",
    "CheckpointKind",
    "Clearance",
    "Decision",
    "Effect",
    "Halt",
    "HaltScope",
    "Hold",
    "IdempotencyKey",
    "Intent",
    "Interruption",
    "LimitBucket",
    "LimitUse",
    "Numbering",
    "Outcome",
    "Phase",
    "Pulse",
    "Record",
    "Recount",
    "Register",
    "Reservation",
    "Result",
    "Run",
    "RunNote",
    "Source",
    "Ticket",
    "Workflow",
    "WorkflowVersion",
]
