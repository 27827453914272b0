"""What is not ready at the demo client: a process with gaps, an agent left alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from agents import services as agents
from agents.models import Agent, OwnerRole
from config.demo.build import Built
from config.demo.readying import make_ready
from governance.services.clearances import clear
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tenants.models import Membership, Role, User
from tenants.scoping import client_scope
from tenants.selectors import person
from tenants.services import add_person, suspend_person

LEAVER_EMAIL, LEAVER_NAME = "mo@acme.example", "Mo Haas"
_CLEARED_FOR = timedelta(days=90)
# Written down as people remember it: nobody has said yet what happens when it fails.
_UNFINISHED: list[dict[str, Any]] = [
    {
        "key": "collect",
        "title": "Collect the papers",
        "performer": {"kind": "agent"},
        "input": "the delivery note and the invoice",
        "output": "all that customs ask for",
        "failures": [{"what": "A paper is missing."}],
    },
    {
        "key": "declare",
        "title": "Declare the goods",
        "performer": {"kind": "person"},
        "input": "all that customs ask for",
        "critical": True,
    },
]


def add_unready(built: Built, *, account: Callable[[str, str], User]) -> None:
    """Add a process with gaps, and an agent whose owner has left."""
    client, admin = built.client, next(iter(built.people.values()))
    deputy = list(built.people.values())[2]
    user = account(LEAVER_EMAIL, LEAVER_NAME)
    with client_scope(client.id, actor=person(admin.user), reason="Setting up"):
        publish_workflow(
            key="customs-declaration", title="Customs declaration", steps=_UNFINISHED
        )
        leaver = add_person(user=user, role=Role.OPERATOR)
        agent = agents.register_agent(
            name="Second invoice agent",
            purpose="Takes over invoices at the end of a quarter.",
        )
    _accept(built, agent, leaver, OwnerRole.OWNER)
    _accept(built, agent, deputy, OwnerRole.DEPUTY)
    version = built.clearance.workflow_version
    with client_scope(client.id, actor=person(admin.user), reason="Setting up"):
        make_ready(agent, version, by=admin, drilled=False)
    with client_scope(client.id, actor=person(user), reason="Clearing the agent"):
        clear(
            agent=agent,
            version=version,
            signed_by=leaver,
            expires_at=database_now() + _CLEARED_FOR,
        )
    with client_scope(client.id, actor=person(admin.user), reason="Leaving"):
        suspend_person(leaver, by=admin, reason="Left the company at the month's end.")


def _accept(built: Built, agent: Agent, who: Membership, role: OwnerRole) -> None:
    with client_scope(built.client.id, actor=person(who.user), reason="Accepting"):
        named = agents.name_owner(agent=agent, membership=who, role=role)
        agents.accept_ownership(named)
