"""What is asked of the boundary about an action, and what the answer rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

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
    return Circumstances(
        facts, now.isoformat(timespec="seconds"), str(now.tzinfo), found
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks for what, where: an action that came, or one that might."""

    agent_id: str
    agent_name: str
    workflow: str
    step: str
    action: str
    resource_type: str
    resource_id: str
    parameters: Mapping[str, Any]

    @classmethod
    def of(cls, action: Action) -> Self:
        """Return what an action asks for."""
        return cls(
            agent_id=str(action.agent_id),
            agent_name=action.agent.name,
            workflow=action.run.workflow_version.workflow.key,
            step=action.step,
            action=action.action_type.name,
            resource_type=action.resource_type,
            resource_id=action.resource_id,
            parameters=action.parameters,
        )

    def question(self, facts: Mapping[str, Any], **kept: Any) -> Question:
        """Return the question, with the facts found and what was ``kept`` beside."""
        known = {name: record for name, record in facts.items() if record is not None}
        return Question(
            agent=self.agent_id,
            workflow=self.workflow,
            action=self.action,
            values={
                "parameters": self.parameters,
                "resource": {"type": self.resource_type, "id": self.resource_id},
                "agent": {"id": self.agent_id, "name": self.agent_name},
                "workflow": {"key": self.workflow, "step": self.step},
                "facts": known,
                **kept,
            },
        )


def question_of(action: Action, circumstances: Circumstances) -> Question:
    """Return the question that a boundary is asked about an action."""
    wanted = Wanted.of(action)
    return wanted.question(circumstances.facts, **circumstances.to_json())
