"""Writes: registering agents, and saying what they are for."""

from django.db import IntegrityError, transaction

from agents.models import Agent
from agents.selectors import agent_by_id
from agents.services.telling import tell
from audit.events import Event
from tenants.clock import database_now
from tenants.errors import Invalid


def register_agent(*, name: str, purpose: str) -> Agent:
    """Register an agent and return it. Nobody answers for it yet, so it may not act.

    Raises:
        Invalid: another agent has this name.
    """
    agent = Agent(name=name, purpose=purpose, registered_at=database_now())
    try:
        with transaction.atomic():
            agent.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(name) from error
    tell(Event.AGENT_REGISTERED, agent)
    return agent


def describe_agent(agent: Agent, *, name: str, purpose: str) -> None:
    """Say anew what an agent is called and what it is for.

    What was recorded of it before keeps the name that it had.

    Raises:
        Invalid: another agent has this name.
    """
    found = agent_by_id(agent.id, lock=True)
    if (found.name, found.purpose) == (name, purpose):
        return
    before = found.name
    found.name, found.purpose = name, purpose
    try:
        with transaction.atomic():
            found.save(update_fields=["name", "purpose"])
    except IntegrityError as error:
        raise _taken(name) from error
    params = {"before": before, "purpose": purpose}
    tell(Event.AGENT_DESCRIBED, found, params=params)


def _taken(name: str) -> Invalid:
    return Invalid(
        f"There is an agent called {name}: choose another name.", field="name"
    )
