"""How an effect is undone: by which action, and with which values of the one before.

``{"action": "payment.recall", "parameters": {"payment": "intent", "sum": "amount"}}``

A value is that of a parameter, of a part of one (``supplier.id``), or the action's
``resource.id``; ``intent`` is what the target was given with the effect, by which it
knows it.
"""

from collections.abc import Mapping
from typing import Any

from agents.lookups import RESOURCE, is_key, value_at
from agents.models import ActionType, Performer, Reversibility
from agents.schemas import part_of, properties_of
from tenants.errors import Invalid

INTENT = "intent"
_FIELD = "compensation"


def check_compensation(
    compensation: Mapping[str, Any],
    schema: Mapping[str, Any],
    reversibility: Reversibility,
) -> None:
    """Refuse a compensation of what cannot be undone, or with values of nothing.

    Raises:
        Invalid: says what is wrong with it.
    """
    if not compensation:
        return
    if reversibility != Reversibility.REVERSIBLE:
        told = "Only what can be undone has an action that undoes it."
        raise Invalid(told, field=_FIELD)
    for name, source in compensation["parameters"].items():
        if why := _no_source(source, schema):
            raise Invalid(f"{name} is filled from {source}, which {why}.", field=_FIELD)


def check_counterpart(
    compensation: Mapping[str, Any], counterpart: ActionType | None
) -> None:
    """Refuse a compensation by what is not declared, or not with these parameters.

    What undoes something is not undone itself, so that undoing always ends.

    ``counterpart`` is the action type that undoes, as it is declared now.

    Raises:
        Invalid: says what is wrong with it.
    """
    if compensation and (why := why_not_by(compensation, counterpart)):
        raise Invalid(why, field=_FIELD)


def why_not_by(compensation: Mapping[str, Any], counterpart: ActionType | None) -> str:
    """Return why an effect cannot be undone so, in words; "" where it can.

    Asked again when something is to be undone: what undoes it may have changed.
    """
    name = compensation["action"]
    if counterpart is None:
        return f"{name} is not declared: declare it first."
    if counterpart.performer != Performer.PLATFORM:
        return f"{name} is carried out by the agent: only Remit can undo what stopped."
    if counterpart.compensation:
        by = counterpart.compensation["action"]
        return f"{name} is undone itself by {by}: what undoes something is final."
    given = set(compensation["parameters"])
    if missing := sorted(set(counterpart.schema.get("required", ())) - given):
        return f"{name} needs {', '.join(missing)} as well."
    unknown = sorted(given - set(properties_of(counterpart.schema)))
    return f"{name} has no {', '.join(unknown)}." if unknown else ""


def parameters_for(
    compensation: Mapping[str, Any],
    *,
    parameters: Mapping[str, Any],
    resource_id: str,
    intent: str,
) -> dict[str, Any]:
    """Return the parameters that undo an effect; what it had no value for is left out.

    ``parameters`` and ``resource_id`` are those of the action that had it.
    """
    filled = {}
    for name, source in compensation["parameters"].items():
        value = {INTENT: intent, RESOURCE: resource_id}.get(source)
        if value is None:
            value = value_at(source, parameters)
        if value is not None:
            filled[name] = value
    return filled


def _no_source(source: str, schema: Mapping[str, Any]) -> str:
    if source in {INTENT, RESOURCE}:
        taken = source.partition(".")[0] in properties_of(schema)
        return "could be a parameter too: call that another name" if taken else ""
    known = is_key(source) and part_of(source, schema) is not None
    return "" if known else "is no parameter"
