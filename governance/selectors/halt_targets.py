"""Reads: what can be halted, found by its row or by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from agents.models import ActionType, Agent
from governance.models import HaltScope, Run, Workflow
from governance.targets import action_target
from tenants.errors import NotFound
from tenants.models import Client
from tenants.scoping import current_client_id

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class HaltTarget:
    """What can be halted, as a person knows it."""

    scope: HaltScope
    target_id: UUID
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTarget:
    """What is to be halted, by name; of none of these: the whole client."""

    agent: str = ""
    workflow: str = ""
    run: int | None = None
    action: str = ""


def target_of(row_id: UUID) -> HaltTarget:
    """Return what of the scope's client is halted by the id of its row.

    Of an action type by the id of any version: a halt means all of them.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    for model, target in _TARGETS:
        found = model.objects.filter(id=row_id).first()
        if found is not None:
            return target(found)
    raise NotFound("There is no such page.")


def named_target(named: NamedTarget) -> HaltTarget:
    """Return what of the scope's client is meant by a name.

    Raises:
        NotFound: there is none, or more than one.
    """
    if named.agent:
        return _of_agent(_only(Agent.objects.filter(name=named.agent), "agent"))
    if named.workflow:
        rows = Workflow.objects.filter(key=named.workflow)
        return _of_workflow(_only(rows, "workflow"))
    if named.run is not None:
        return _of_run(_only(Run.objects.filter(number=named.run), "run"))
    if named.action:
        newest = ActionType.objects.filter(name=named.action).order_by("-version")[:1]
        return _of_type(_only(newest, "action type"))
    return _of_client(Client.objects.get())


def _only(rows: QuerySet[M], what: str) -> M:
    found = list(rows[:2])
    if len(found) != 1:
        told = f"There is more than one such {what}." if found else ""
        raise NotFound(told or f"There is no such {what}.")
    return found[0]


def _of_client(client: Client) -> HaltTarget:
    return HaltTarget(HaltScope.CLIENT, client.id, client.name)


def _of_agent(agent: Agent) -> HaltTarget:
    return HaltTarget(HaltScope.AGENT, agent.id, agent.name)


def _of_workflow(workflow: Workflow) -> HaltTarget:
    return HaltTarget(HaltScope.WORKFLOW, workflow.id, workflow.title)


def _of_run(run: Run) -> HaltTarget:
    # A drill halts its own rehearsal, and ends that.
    if run.rehearsal:
        raise NotFound("This run is a rehearsal.")
    return HaltTarget(HaltScope.RUN, run.id, f"Run {run.number}")


def _of_type(kind: ActionType) -> HaltTarget:
    target_id = action_target(current_client_id(), kind.name)
    return HaltTarget(HaltScope.ACTION_TYPE, target_id, kind.name)


_TARGETS: tuple[tuple[Any, Callable[[Any], HaltTarget]], ...] = (
    (Client, _of_client),
    (Agent, _of_agent),
    (Workflow, _of_workflow),
    (Run, _of_run),
    (ActionType, _of_type),
)
