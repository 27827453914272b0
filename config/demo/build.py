"""Making a demo client through the services that everybody uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from agents import services as agents
from agents.models import Agent, OwnerRole, RunnerKind
from config.demo.process import MATCH, NOTIFY, PAY, STEPS, WORKFLOW_KEY, WORKFLOW_TITLE
from config.demo.readying import make_ready
from config.demo.rules import RULES
from config.demo.story import Company
from governance.models import Clearance, WorkflowVersion
from governance.selectors.clearances import awaiting_countersignature
from governance.services import boundaries, workflows
from governance.services.clearances import clear, countersign
from tenants.clock import database_now
from tenants.models import Client, Group, Membership, User
from tenants.scoping import client_scope
from tenants.selectors import lead, person
from tenants.services import add_person, create_client, create_group, join_group

CLEARED_FOR = timedelta(days=180)
PAYMENT_TIMEOUT_SECONDS = 5
_PURPOSE = "Reads supplier invoices, matches them to orders and has them paid."


@dataclass(frozen=True, slots=True)
class Bank:
    """Where payments are sent, and the secret with which they are signed."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Built:
    """A finished client: ``people`` by e-mail, ``key`` shown this once.

    ``clearance`` is signed by the owner and waits for a governance lead.
    """

    client: Client
    people: dict[str, Membership]
    agent: Agent
    key: str
    clearance: Clearance


def build(
    company: Company,
    *,
    account: Callable[[str, str], User],
    bank: Bank,
    records: dict[str, list[dict[str, Any]]],
    drilled: bool = False,
) -> Built:
    """Make a client with people, rules and a cleared agent; return what it is.

    ``account`` makes or finds a person's account by e-mail and name. ``drilled`` has
    the halt drill done, which is waived otherwise.
    """
    client = create_client(
        slug=company.slug, name=company.name, time_zone="Europe/Berlin"
    )
    users = [account(one.email, one.name) for one in company.people]
    admin = person(users[0])
    with client_scope(client.id, actor=admin, reason="Setting up"):
        people = _people(company, users)
        admins, deputy = list(people.values())[:2]
        agent = agents.register_agent(name=company.agent, purpose=_PURPOSE)
        version = _process(bank, records, admin=admins)
        _rules(admins)
        owned = _named(agent, admins, deputy)
    for ownership in owned:
        accepting = person(ownership.membership.user)
        with client_scope(client.id, actor=accepting, reason="Accepting"):
            agents.accept_ownership(ownership)
    with client_scope(client.id, actor=admin, reason="Clearing the agent"):
        make_ready(agent, version, by=admins, drilled=drilled)
        until = database_now() + CLEARED_FOR
        clearance = clear(
            agent=agent, version=version, signed_by=admins, expires_at=until
        )
        key = agents.issue_key(agent=agent)
    return Built(client, people, agent, key, clearance)


def countersign_all(client: Client, *, by: User) -> None:
    """Have a governance lead sign what waits for that at a client."""
    with client_scope(client.id, actor=lead(by), reason="Reading what is critical"):
        for clearance in awaiting_countersignature():
            countersign(clearance, by=by)


def _people(company: Company, users: list[User]) -> dict[str, Membership]:
    finance: Group = create_group(name="Finance")
    people = {}
    for one, user in zip(company.people, users, strict=True):
        membership = add_person(user=user, role=one.role)
        people[one.email] = membership
        if one.in_finance:
            join_group(membership=membership, group=finance)
    return people


def _process(
    bank: Bank, records: dict[str, list[dict[str, Any]]], *, admin: Membership
) -> WorkflowVersion:
    boundaries.load_records(
        name="suppliers", title="Suppliers", records=records["suppliers"]
    )
    boundaries.load_records(
        name="purchase_orders", title="Orders", records=records["purchase_orders"]
    )
    agents.allow_host(
        urlsplit(bank.url).netloc, by=admin, reason="The bank takes payments here."
    )
    lookup = agents.connect_runner(name="Records", kind=RunnerKind.LOOKUP)
    mail = agents.connect_runner(name="Mail", kind=RunnerKind.EMAIL)
    payments = agents.connect_runner(
        name="Bank",
        kind=RunnerKind.WEBHOOK,
        url=f"{bank.url}/payments",
        secret=bank.secret,
        timeout=PAYMENT_TIMEOUT_SECONDS,
    )
    for declaration, runner in ((MATCH, lookup), (PAY, payments), (NOTIFY, mail)):
        agents.publish_action_type(declaration, runner=runner)
    return workflows.publish_workflow(
        key=WORKFLOW_KEY, title=WORKFLOW_TITLE, steps=STEPS
    )


def _rules(published_by: Membership) -> None:
    for number, rule in enumerate(RULES, start=1):
        boundaries.draft_rule(number=number, workflow=WORKFLOW_KEY, **rule)
    boundaries.publish_boundary(published_by=published_by)


def _named(agent: Agent, owner: Membership, deputy: Membership) -> list[Any]:
    return [
        agents.name_owner(
            agent=agent,
            membership=owner,
            role=OwnerRole.OWNER,
            decides="What becomes of a payment that stopped midway.",
        ),
        agents.name_owner(agent=agent, membership=deputy, role=OwnerRole.DEPUTY),
    ]
