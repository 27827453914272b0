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
from governance.models.announcements import (
    Announcement,
    AnnouncementState,
    Subscription,
)
from governance.models.attestations import Attestation
from governance.models.boundaries import (
    LIVE,
    BoundaryProposal,
    BoundaryRule,
    BoundaryVersion,
    Effect,
    NamedList,
    ProposalState,
    RuleStatus,
)
from governance.models.checkpoints import (
    Answer,
    Checkpoint,
    CheckpointAnswer,
    CheckpointKind,
    RefusalCause,
)
from governance.models.compensations import Compensation
from governance.models.drafts import WorkflowDraft
from governance.models.escalations import Escalation
from governance.models.guardrails import Guardrail, GuardrailVersion
from governance.models.halts import Halt, HaltScope
from governance.models.handovers import Handover
from governance.models.incidents import Interruption, Ticket
from governance.models.limits import (
    PLAIN,
    Hold,
    LimitBucket,
    LimitUse,
    Recount,
    Reservation,
)
from governance.models.notices import CheckpointNotice, Notice, NoticeOutcome
from governance.models.platform import PlatformIncident
from governance.models.pulse import Pulse
from governance.models.questionnaires import Questionnaire
from governance.models.readiness import (
    Drill,
    DrillState,
    ReadinessPolicy,
    Review,
    ReviewOf,
    Waiver,
)
from governance.models.registers import (
    FeedKey,
    Record,
    Register,
    RegisterState,
    RegisterUpload,
)
from governance.models.replays import ReplayJob, ReplayState
from governance.models.rescues import Decided, HandedStep, Rescue
from governance.models.runs import Numbering, Run, RunNote
from governance.models.tickets import (
    Evidence,
    PostMortem,
    RuleFromTicket,
    TicketNotice,
    TicketTask,
)
from governance.models.workflows import (
    Clearance,
    Fall,
    Readiness,
    Workflow,
    WorkflowVersion,
)

__all__ = [
    "LIVE",
    "PLAIN",
    "Action",
    "Announcement",
    "AnnouncementState",
    "Answer",
    "Attestation",
    "BoundaryProposal",
    "BoundaryRule",
    "BoundaryVersion",
    "Checkpoint",
    "CheckpointAnswer",
    "CheckpointKind",
    "CheckpointNotice",
    "Clearance",
    "Compensation",
    "Decided",
    "Decision",
    "Drill",
    "DrillState",
    "Effect",
    "Escalation",
    "Evidence",
    "Fall",
    "FeedKey",
    "Guardrail",
    "GuardrailVersion",
    "Halt",
    "HaltScope",
    "HandedStep",
    "Handover",
    "Hold",
    "IdempotencyKey",
    "Intent",
    "Interruption",
    "LimitBucket",
    "LimitUse",
    "NamedList",
    "Notice",
    "NoticeOutcome",
    "Numbering",
    "Outcome",
    "Phase",
    "PlatformIncident",
    "PostMortem",
    "ProposalState",
    "Pulse",
    "Questionnaire",
    "Readiness",
    "ReadinessPolicy",
    "Record",
    "Recount",
    "RefusalCause",
    "Register",
    "RegisterState",
    "RegisterUpload",
    "ReplayJob",
    "ReplayState",
    "Rescue",
    "Reservation",
    "Result",
    "Review",
    "ReviewOf",
    "RuleFromTicket",
    "RuleStatus",
    "Run",
    "RunNote",
    "Source",
    "Subscription",
    "Ticket",
    "TicketNotice",
    "TicketTask",
    "Waiver",
    "Workflow",
    "WorkflowDraft",
    "WorkflowVersion",
]
