"""What the pages of readiness say."""

from collections.abc import Sequence

from agents.models import Agent
from governance.models import Clearance, Drill, DrillState, WorkflowVersion
from governance.readiness import Report
from governance.services.drills import in_words, milliseconds

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)


def count_of(number: int, noun: str, many: str = "") -> str:
    """Return a number of things as a sentence has it: "three gaps", "14 checks"."""
    said = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{said} {noun}" if number == 1 else f"{said} {many or noun + 's'}"


def heading_of(version: WorkflowVersion, report: Report, agent: Agent | None) -> str:
    """Return the page's answer in a sentence."""
    gaps = len(report.gaps)
    name = agent.name if agent else "any agent"
    if gaps == 0:
        return f"A person could follow version {version.number}. {_able(agent)}"
    verb = "keeps" if gaps == 1 else "keep"
    said = count_of(gaps, "gap").capitalize()
    return f"{said} {verb} {name} away from version {version.number}."


def _able(agent: Agent | None) -> str:
    if agent is None:
        return "Choose the agent that is to work on it."
    return f"It is ready for {agent.name}."


def lead_of(
    version: WorkflowVersion, report: Report, clearances: Sequence[Clearance]
) -> str:
    """Return what else matters: how many checks pass, and what is cleared."""
    total = len(report.results)
    told = f"“{version.workflow.title}” passes {report.passed} of {total} checks"
    waived = len(report.waived)
    told += f", {count_of(waived, 'gap')} waived." if waived else "."
    if not clearances:
        return told
    ends = clearances[0].expires_at
    number = clearances[0].workflow_version.number
    return f"{told} Version {number} is cleared until {ends:%-d %B %Y}."


def drill_heading(drill: Drill) -> str:
    """Return how a drill stands, in a sentence."""
    title, agent = drill.workflow_version.workflow.title, drill.agent.name
    if drill.state == DrillState.PASSED and drill.answered_by is not None:
        return f"The halt drill passed: {drill.answered_by.user.name} has it."
    if drill.state == DrillState.FAILED:
        return f"The halt drill failed: {drill.failure}."
    if drill.state == DrillState.HANDED_OVER and drill.ticket is not None:
        return f"It stopped. Does {drill.ticket.owner.user.name} have it?"
    return f"{agent} is being stopped in a rehearsal of “{title}”."


def measures_of(drill: Drill) -> list[tuple[str, str]]:
    """Return what was measured so far: what, and how long it took."""
    found = [
        ("From the halt until the run was told to stop", drill.noticed_at),
        ("From the halt until its next action was refused", drill.refused_at),
        ("From the halt until it was stopped and handed over", drill.stopped_at),
    ]
    lines = [
        (what, f"{milliseconds(drill.halted_at, at)} ms")
        for what, at in found
        if at is not None
    ]
    if drill.answered_at is not None:
        took = in_words(drill.stopped_at, drill.answered_at)
        lines.append(("From the handover until a person had it", took))
    return lines
