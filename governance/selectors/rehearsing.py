"""Reads: what can be chosen where rules are tried out."""

from dataclasses import dataclass

from agents.models import ActionType, Agent
from agents.selectors.declared import current_action_types
from governance.models import Workflow


@dataclass(frozen=True, slots=True)
class Choices:
    """Agents by name, workflows by key, and the newest of each action type."""

    agents: list[Agent]
    workflows: list[str]
    action_types: list[ActionType]


def choices() -> Choices:
    """Return what there is at the scope's client."""
    return Choices(
        agents=list(Agent.objects.order_by("name", "id")),
        workflows=list(Workflow.objects.order_by("key").values_list("key", flat=True)),
        action_types=current_action_types(),
    )


def agent_names() -> dict[str, str]:
    """Return the names of the client's agents by their ids."""
    rows = Agent.objects.order_by("id").values_list("id", "name")
    return {str(agent_id): name for agent_id, name in rows}
