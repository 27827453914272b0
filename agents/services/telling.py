"""What is said of an agent in the ledger, always with the agent as its target."""

from collections.abc import Mapping

from agents.models import Agent
from audit.events import Event
from audit.ledger import Circumstances, Target, record


def tell(
    event: Event,
    agent: Agent,
    *,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record something that happened to an agent."""
    record(
        event,
        target=Target("agent", agent.id),
        params={"agent": agent.name, **(params or {})},
        private=private,
        where=Circumstances(agent=agent.id),
    )
