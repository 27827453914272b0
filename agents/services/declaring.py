"""Writes: declaring what agents can do."""

from agents.compensation import check_counterpart
from agents.declarations import Declaration, check_declaration
from agents.models import ActionType, Runner
from agents.selectors.connections import runner_by_id
from agents.selectors.declared import current_action_type, undone_by
from agents.services.turns import take_turn
from audit.events import Event
from audit.ledger import Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.following import tell_followers


def publish_action_type(
    declaration: Declaration, *, runner: Runner | None, after: int | None = None
) -> ActionType:
    """Publish the next version of an action type and return it.

    ``runner`` is how the platform carries it out, or asks about it; an agent that
    carries it out by itself needs none. ``after`` is the version that it was written
    after, 0 for a new name; without it, whichever is the last.

    Raises:
        Invalid: the schema is no JSON Schema (draft 2020-12) or an unbounded one, or
            what it says of itself does not fit together; the field is named.
        Conflict: another version came in between, or the name is taken.
    """
    check_declaration(declaration, runner)
    take_turn("declaring")
    _require_counterpart(declaration)
    _require_in_use(runner)
    last = current_action_type(declaration.name)
    version = last.version if last else 0
    if after is not None and after != version:
        raise _came_between(declaration.name, version, after=after)
    action_type = _written(declaration, runner, version=version + 1)
    action_type.save(force_insert=True)
    record(
        Event.ACTION_TYPE_PUBLISHED,
        target=Target("action_type", action_type.id),
        params={"action": action_type.name, "version": str(action_type.version)},
    )
    tell_followers()
    return action_type


def _require_counterpart(declaration: Declaration) -> None:
    named = declaration.compensation.get("action", "")
    counterpart = current_action_type(named) if named else None
    check_counterpart(declaration.compensation, counterpart)
    if declaration.compensation and (undone := undone_by(declaration.name)):
        told = f"It undoes {undone}: what undoes something is final."
        raise Invalid(told, field="compensation")


def _require_in_use(runner: Runner | None) -> None:
    # Locked: it cannot be retired before this is committed.
    if runner and runner_by_id(runner.id, lock=True).retired_at is not None:
        raise Invalid(f"{runner.name} is retired: choose another.", field="runner")


def _came_between(name: str, version: int, *, after: int) -> Conflict:
    if after == 0:
        told = f"There is a {name} already: declare its next version, or another name."
        return Conflict(told, field="name")
    return Conflict(
        f"Version {version} of {name} was published meanwhile: look at it, and declare "
        "the one after it."
    )


def _written(
    declaration: Declaration, runner: Runner | None, *, version: int
) -> ActionType:
    return ActionType(
        name=declaration.name,
        version=version,
        title=declaration.title,
        phrase=declaration.phrase,
        schema=dict(declaration.schema),
        lookups=dict(declaration.lookups),
        effect_class=declaration.effect_class,
        reversibility=declaration.reversibility,
        performer=declaration.performer,
        runner=runner,
        probe=dict(declaration.probe),
        compensation=dict(declaration.compensation),
        repeat_seconds=declaration.repeat_seconds,
        permit_seconds=declaration.permit_seconds,
        published_at=database_now(),
    )
