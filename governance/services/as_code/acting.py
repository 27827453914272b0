"""What agents can do and who answers for them, as a file has it."""

from agents import services
from agents.declarations import Declaration
from agents.models import (
    Agent,
    EffectClass,
    OwnerRole,
    Performer,
    Reversibility,
    Runner,
    RunnerKind,
)
from agents.services.connections import change_runner
from agents.webhooks import new_secret
from governance.clientfile.plans import Change, Kind
from governance.models import Workflow
from governance.services.as_code.people import member_with
from governance.services.as_code.titles import retitle
from governance.services.workflows import publish_workflow
from tenants.models import Membership


def load_host(change: Change, by: Membership) -> None:
    """Allow a host; raises what the service raises."""
    services.allow_host(change.item["host"], by=by, reason=change.item["reason"])


def load_connection(change: Change) -> None:
    """Connect a runner or change it; raises what the services raise.

    A new webhook gets a secret that nobody has seen, until it is rotated.
    """
    item = change.item
    kind, timeout = RunnerKind(item["kind"]), item["timeout_seconds"]
    if change.kind is Kind.CHANGED:
        runner = Runner.objects.get(name=item["name"])
        change_runner(runner, url=item["url"], timeout=timeout)
        return
    secret = new_secret() if kind is RunnerKind.WEBHOOK else ""
    services.connect_runner(
        name=item["name"], kind=kind, url=item["url"], secret=secret, timeout=timeout
    )


def load_action_type(change: Change) -> None:
    """Publish the next version of an action type; raises what the service raises."""
    item = change.item
    declaration = Declaration(
        name=item["name"],
        title=item["title"],
        phrase=item["phrase"],
        schema=item["parameters"],
        lookups=item["lookups"],
        effect_class=EffectClass(item["effect_class"]),
        reversibility=Reversibility(item["reversibility"]),
        performer=Performer(item["performer"]),
        probe=item["probe"],
        compensation=item["compensation"],
        repeat_seconds=item["repeat_seconds"],
        permit_seconds=item["permit_seconds"],
    )
    named = item["connection"]
    runner = Runner.objects.get(name=named) if named else None
    services.publish_action_type(declaration, runner=runner)


def load_workflow(change: Change) -> None:
    """Publish the next version of a workflow, or give it another title."""
    item = change.item
    if change.kind is Kind.CHANGED and "title" in change.parts:
        workflow = Workflow.objects.select_for_update().get(key=item["key"])
        retitle(workflow, item["title"], what="workflow")
    if "steps" in change.parts:
        publish_workflow(key=item["key"], title=item["title"], steps=item["steps"])


def load_agent(change: Change) -> None:
    """Register an agent, say what it is for, or name who answers for it.

    Raises what the services raise.
    """
    item = change.item
    if change.kind is Kind.ADDED:
        services.register_agent(name=item["name"], purpose=item["purpose"])
        return
    agent = Agent.objects.get(name=item["name"])
    if "purpose" in change.parts:
        services.describe_agent(agent, name=agent.name, purpose=item["purpose"])
    for role in OwnerRole:
        if role.value in change.parts:
            member = member_with(item[role.value])
            decides = item.get(f"{role.value}_decides", "")
            services.name_owner(
                agent=agent, membership=member, role=role, decides=decides
            )
