"""All that the page of boundaries rests on: what is in force, and what may be next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.models import ActionType, Agent
from governance.engine.differences import Differences, differences
from governance.engine.document import content_hash
from governance.engine.options import Options
from governance.models import (
    BoundaryProposal,
    BoundaryRule,
    BoundaryVersion,
    GuardrailVersion,
    NamedList,
    Workflow,
)
from governance.selectors.boundaries.compiled import current_boundary
from governance.selectors.boundaries.drafts import (
    document_of,
    drafted_lists,
    drafted_rules,
    options_of,
)
from governance.selectors.boundaries.guardrails import current_guardrails
from governance.selectors.boundaries.problems import document_problems, said_problems
from governance.selectors.boundaries.versions import open_proposal
from tenants.selectors import groups_by_name

_ALWAYS = ("agent.name", "resource.type", "resource.id", "workflow.step")


@dataclass(frozen=True, slots=True)
class Overview:
    """Rules and lists as they are written, and what differs from what is in force.

    ``problem`` is why the drafts cannot be published as they are; ``proposed`` is
    what the open proposal changes, None where there is none.
    """

    rules: list[BoundaryRule]
    lists: list[NamedList]
    current: BoundaryVersion | None
    proposal: BoundaryProposal | None
    guardrails: GuardrailVersion | None
    agents: Mapping[str, str]
    drafted: Differences
    proposed: Differences | None
    content_hash: str
    problem: str


def overview() -> Overview:
    """Return what is in force at the scope's client and what may be next.

    Six queries, however many rules there are.
    """
    rules, lists = drafted_rules(), drafted_lists()
    current, proposal, agents = current_boundary(), open_proposal(), agent_names()
    document = document_of(rules, lists)
    before = current.document if current else None
    return Overview(
        rules=rules,
        lists=lists,
        current=current,
        proposal=proposal,
        guardrails=current_guardrails(),
        agents=agents,
        drafted=differences(before, document, agents=agents),
        proposed=differences(before, proposal.document, agents=agents)
        if proposal
        else None,
        content_hash=content_hash(document),
        problem=said_problems(document_problems(document)),
    )


@dataclass(frozen=True, slots=True)
class Nameable:
    """What a rule can name: agents by id, groups, workflows, actions, lists, fields."""

    agents: Mapping[str, str]
    groups: list[str]
    workflows: list[str]
    actions: list[str]
    lists: Mapping[str, Options]
    fields: list[str]


def nameable() -> Nameable:
    """Return what a rule of the scope's client can name. Five queries."""
    types = ActionType.objects.order_by("name", "-version").distinct("name")
    rows = list(types.only("name", "schema", "lookups", "version"))
    fields = {
        *(
            "agent.name",
            "resource.type",
            "resource.id",
            "workflow.key",
            "workflow.step",
        ),
        *(f"parameters.{name}" for one in rows for name in _parameters(one)),
        *(f"facts.{name}" for one in rows for name in one.lookups),
    }
    return Nameable(
        agents=agent_names(),
        groups=[one.name for one in groups_by_name()],
        workflows=list(Workflow.objects.order_by("key").values_list("key", flat=True)),
        actions=[one.name for one in rows],
        lists=options_of(drafted_lists()),
        fields=sorted(fields),
    )


def agent_names() -> dict[str, str]:
    """Return the names of the client's agents by id, by name."""
    rows = Agent.objects.order_by("name", "id").values_list("id", "name")
    return {str(key): name for key, name in rows}


def _parameters(one: ActionType) -> list[str]:
    properties: Any = one.schema.get("properties", {})
    return list(properties) if isinstance(properties, dict) else []
