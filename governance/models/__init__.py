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
    LIVE,
    BoundaryProposal,
    BoundaryRule,
    BoundaryVersion,
    Effect,
    NamedList,
    ProposalState,
    Record,
    Register,
    RuleStatus,
)
from governance.models.checkpoints import Checkpoint, CheckpointKind
from governance.models.guardrails import Guardrail, GuardrailVersion
from governance.models.incidents import Halt, HaltScope, Interruption, Ticket
from governance.models.limits import Hold, LimitUse, Reservation
from governance.models.pulse import Pulse
from governance.models.runs import Numbering, Run, RunNote
from governance.models.workflows import Clearance, Workflow, WorkflowVersion

__all__ = [
    "LIVE",
    "Action",
    "BoundaryProposal",
    "BoundaryRule",
    "BoundaryVersion",
    "Checkpoint",
    "CheckpointKind",
    "Clearance",
    "Decision",
    "Effect",
    "Guardrail",
    "GuardrailVersion",
    "Halt",
    "HaltScope",
    "Hold",
    "IdempotencyKey",
    "Intent",
    "Interruption",
    "LimitUse",
    "NamedList",
    "Numbering",
    "Outcome",
    "Phase",
    "ProposalState",
    "Pulse",
    "Record",
    "Register",
    "Reservation",
    "Result",
    "RuleStatus",
    "Run",
    "RunNote",
    "Source",
    "Ticket",
    "Workflow",
    "WorkflowVersion",
]
