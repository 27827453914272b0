"""Where a run stopped midway: what is known, what is not, and who sees to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import Action, Interruption, Outcome, Source, WorkflowVersion
from governance.portal.runs.sentences import attested
from governance.portal.runs.steps import Step
from governance.portal.runs.trails import outcomes_of, seen
from governance.procedure import read_procedure
from governance.selectors.run_pages import RunPage
from governance.states import ActionStatus

_SIDE_EFFECTS = {
    "none": "Nothing had happened outside, it says.",
    "done": "What it had begun is done, it says.",
    "unknown": "It does not know whether anything happened outside.",
}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of an effect; ``settled`` once somebody has found out."""

    is_unknown: bool
    known: list[str]
    unknown: list[str]
    settled: Outcome | None


@dataclass(frozen=True, slots=True)
class Stop:
    """One interruption as shown; ``knowledge`` where it is about an action."""

    interruption: Interruption
    is_open: bool
    knowledge: Knowledge | None
    side_effects: str
    written_beforehand: str


def stops_of(page: RunPage, steps: Sequence[Step]) -> list[Stop]:
    """Return where a run stopped, in order; usually nowhere or once."""
    actions = {str(action.id): action for action in page.actions}
    version = page.run.workflow_version
    later = [
        f"Step {step.number} has not started."
        for step in steps
        if not step.begun and step.word == "Not started"
    ]
    stops = []
    for one in page.interruptions:
        action = actions.get(str(one.action_id))
        known = knowledge_of(one, action, outcomes_of(action)) if action else None
        if known is not None and known.is_unknown:
            known.known.extend(later)
        stops.append(
            Stop(
                interruption=one,
                is_open=one.ticket.is_open,
                knowledge=known,
                side_effects=_SIDE_EFFECTS.get(one.side_effects, one.side_effects),
                written_beforehand=on_halt(version, action),
            )
        )
    return stops


def knowledge_of(
    interruption: Interruption | None, action: Action, outcomes: Sequence[Outcome]
) -> Knowledge:
    """Return what is known of an action whose outcome is or was unknown."""
    late = [seen(one) for one in outcomes if one.source == Source.LATE]
    return Knowledge(
        is_unknown=action.status == ActionStatus.UNKNOWN,
        known=[*(interruption.known if interruption else []), *late],
        unknown=list(interruption.unknown) if interruption else [],
        settled=attested(outcomes),
    )


def on_halt(version: WorkflowVersion, action: Action | None) -> str:
    """Return what its workflow says about stopping at the step of an action."""
    if action is None:
        return ""
    steps = read_procedure(version.steps).steps
    told = [one.on_halt.text for one in steps if one.key == action.step and one.on_halt]
    return told[0] if told else ""
