"""What is asked of the boundary about an action, and what the answer rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from governance.engine.boundary import Boundary, Question
from governance.models import Action
from governance.selectors.history import look_back


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the platform found out itself: kept, so that a decision can be replayed.

    ``facts`` are the records that were looked up, None where missing; ``history`` is
    what rules asked of the past, by their measures' keys.
    """

    facts: Mapping[str, Any]
    now: str
    zone: str
    history: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return what is kept beside the facts."""
        return {
            "time": {"now": self.now, "zone": self.zone},
            "history": dict(self.history),
        }


def circumstances_of(
    action: Action, boundary: Boundary, *, facts: Mapping[str, Any], now: datetime
) -> Circumstances:
    """Look up what the rules that speak of an action ask of the past.

    ``now`` is the moment in the client's time zone.
    """
    measures = boundary.measures(
        agent=str(action.agent_id),
        workflow=action.run.workflow_version.workflow.key,
        action=action.action_type.name,
    )
    found = look_back(action, measures) if measures else {}
    return Circumstances(facts, now.isoformat(), str(now.tzinfo), found)


def question_of(action: Action, circumstances: Circumstances) -> Question:
    """Return the question that a boundary is asked about an action."""
    workflow = action.run.workflow_version.workflow
    facts = circumstances.facts
    return Question(
        agent=str(action.agent_id),
        workflow=workflow.key,
        action=action.action_type.name,
        values={
            "parameters": action.parameters,
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "agent": {"id": str(action.agent_id), "name": action.agent.name},
            "workflow": {"key": workflow.key, "step": action.step},
            "facts": {name: one for name, one in facts.items() if one is not None},
            **circumstances.to_json(),
        },
    )
