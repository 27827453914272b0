"""Writes: what agents can do, and over what it is carried out."""

from django.conf import settings

from agents import secrets
from agents.declarations import Declaration, check_effect
from agents.models import ActionType, Runner, RunnerKind
from agents.schemas import check_schema
from agents.selectors import secret_binding
from audit.events import Event
from audit.ledger import Target, record
from tenants.clock import database_now


def connect_runner(
    *, name: str, kind: RunnerKind, url: str = "", secret: str = "", timeout: int = 10
) -> Runner:
    """Connect a runner and return it; ``timeout`` in seconds. The secret is sealed."""
    runner = Runner(name=name, kind=kind, url=url, timeout_seconds=timeout)
    if secret:
        bound_to = secret_binding(runner)
        runner.sealed_secret = secrets.seal(
            secret, key=settings.FIELD_KEY, bound_to=bound_to
        )
    runner.save(force_insert=True)
    record(
        Event.RUNNER_CONNECTED,
        target=Target("runner", runner.id),
        params={"runner": name, "destination": url or kind.label},
    )
    return runner


def publish_action_type(
    declaration: Declaration, *, runner: Runner | None
) -> ActionType:
    """Publish the next version of an action type and return it.

    ``runner`` is how the platform carries it out, or asks about it; an agent that
    carries it out by itself needs none.

    Raises:
        Invalid: the schema is no JSON Schema (draft 2020-12) or an unbounded one, or
            what it says of its effect does not fit together; the field is named.
    """
    check_schema(declaration.schema)
    check_effect(declaration, runner)
    last = ActionType.objects.filter(name=declaration.name).order_by("-version").first()
    action_type = ActionType(
        name=declaration.name,
        version=last.version + 1 if last else 1,
        title=declaration.title,
        phrase=declaration.phrase,
        schema=dict(declaration.schema),
        lookups=dict(declaration.lookups),
        effect_class=declaration.effect_class,
        reversibility=declaration.reversibility,
        performer=declaration.performer,
        runner=runner,
        probe=dict(declaration.probe),
        repeat_seconds=declaration.repeat_seconds,
        permit_seconds=declaration.permit_seconds,
        published_at=database_now(),
    )
    action_type.save(force_insert=True)
    record(
        Event.ACTION_TYPE_PUBLISHED,
        target=Target("action_type", action_type.id),
        params={"action": action_type.name, "version": str(action_type.version)},
    )
    return action_type
