"""What rules ask about the past: earlier actions, counted or summed.

Advisory under concurrency, as the design says: two actions that are asked for at the
same moment do not see each other. Only limits are exact.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.engine.history import Measure
from governance.engine.money import Money
from governance.engine.values import is_missing
from governance.models import Action
from governance.states import ActionStatus
from tenants.statements import Statement, later

# A text is compared as conditions compare it, as far as the database can.
_PLAIN = "lower(normalize(btrim({text}), NFKC))"
# Where the past keeps what a rule calls it.
_COLUMNS: Mapping[str, tuple[str, Callable[[Action], str]]] = {
    "agent.id": ("a.agent_id::text", lambda action: str(action.agent_id)),
    "agent.name": ("a.agent_id::text", lambda action: str(action.agent_id)),
    "resource.type": ("a.resource_type", lambda action: action.resource_type),
    "workflow.step": ("a.step", lambda action: action.step),
}
_STATUSES: Mapping[str, tuple[ActionStatus, ...]] = {
    "asked": tuple(ActionStatus),
    "happened": (
        ActionStatus.RUNNING,
        ActionStatus.SUCCEEDED,
        ActionStatus.UNKNOWN,
    ),
    "succeeded": (ActionStatus.SUCCEEDED,),
    "refused": (ActionStatus.REFUSED,),
}
_AMOUNT = r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"
_FROM = """
    FROM governance_action a
    JOIN agents_actiontype t ON t.client_id = a.client_id AND t.id = a.action_type_id
    JOIN governance_run r ON r.client_id = a.client_id AND r.id = a.run_id
    JOIN governance_workflowversion v
        ON v.client_id = r.client_id AND v.id = r.workflow_version_id
    JOIN governance_workflow w ON w.client_id = v.client_id AND w.id = v.workflow_id
    WHERE a.client_id = %s AND a.id <> %s AND a.asked_at <= %s
"""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A measure, and the statement that has been put off for it."""

    measure: Measure
    statement: Statement

    def found(self) -> object:
        """Return a number, or money; None where some of it cannot be summed."""
        (row,) = self.statement.rows()
        if self.measure.field is None:
            return row[0]
        total, others = row
        if others:
            return None
        return Money(Decimal(total), self.measure.currency).to_json()


def look_back(action: Action, measures: Iterable[Measure]) -> dict[str, object]:
    """Return what the past says about an action, by each measure's key.

    One wait for all. A measure whose ``per`` fields the action lacks is left out.
    """
    asked = [_ask(action, measure) for measure in measures]
    found = {
        looked.measure.key: looked.found() for looked in asked if looked is not None
    }
    return {key: value for key, value in found.items() if value is not None}


def _ask(action: Action, measure: Measure) -> _Looked | None:
    where, params = _where(action, measure)
    for path in measure.per:
        same = _same(action, path.dotted)
        if same is None:
            return None
        where, params = f"{where} AND {same[0]}", [*params, *same[1]]
    what, of = _what(measure)
    return _Looked(measure, later(f"SELECT {what} {_FROM} {where}", [*of, *params]))


def _what(measure: Measure) -> tuple[str, list[Any]]:
    if measure.field is None:
        return "count(*)", []
    path = list(measure.field.parts[1:])
    # A cast of what is no amount would end the whole question.
    usable = (
        "(a.parameters #>> %s::text[] = %s"
        f" AND coalesce(a.parameters #>> %s::text[], '') ~ '{_AMOUNT}')"
    )
    looked: list[Any] = [[*path, "currency"], measure.currency, [*path, "amount"]]
    total = (
        f"coalesce(sum(CASE WHEN {usable}"
        " THEN (a.parameters #>> %s::text[])::numeric END), 0)"
    )
    others = f"count(*) FILTER (WHERE ({usable}) IS NOT TRUE)"
    return f"{total}, {others}", [*looked, [*path, "amount"], *looked]


def _where(action: Action, measure: Measure) -> tuple[str, list[Any]]:
    params: list[Any] = [action.client_id, action.id, action.asked_at]
    where = "AND a.status = ANY(%s)"
    params.append([status.value for status in _STATUSES[measure.outcome]])
    if measure.action.pattern != "*":
        where += " AND t.name ~ %s"
        params.append(_pattern(measure.action.pattern))
    if measure.hours is None:
        return f"{where} AND a.run_id = %s", [*params, action.run_id]
    where += " AND a.asked_at > %s - make_interval(hours => %s)"
    return where, [*params, action.asked_at, measure.hours]


def _pattern(glob: str) -> str:
    r"""Return a pattern as PostgreSQL reads it: `payment.*` is ^payment\..+$."""
    *front, last = glob.split(".")
    parts = [re.escape(segment).replace(r"\*", "[^.]*") for segment in front]
    parts.append(".+" if last == "*" else re.escape(last).replace(r"\*", "[^.]*"))
    return f"^{'[.]'.join(parts)}$"


def _same(action: Action, dotted: str) -> tuple[str, list[Any]] | None:
    if dotted == "workflow.key":
        return "w.key = %s", [action.run.workflow_version.workflow.key]
    if dotted == "resource.id":
        if not action.resource_id:
            return None
        kept = [action.resource_type, action.resource_id]
        return f"a.resource_type = %s AND {_alike('a.resource_id')}", kept
    if dotted in _COLUMNS:
        column, of = _COLUMNS[dotted]
        return (f"{column} = %s", [of(action)]) if of(action) else None
    root, *path = dotted.split(".")
    value: Any = action.parameters if root == "parameters" else None
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    if is_missing(value) or not isinstance(value, str | int | float):
        return None
    return _alike("a.parameters #>> %s::text[]"), [path, _as_text(value)]


def _alike(column: str) -> str:
    return f"{_PLAIN.format(text=column)} = {_PLAIN.format(text='%s')}"


def _as_text(value: str | float) -> str:
    # As PostgreSQL writes a JSON value as text.
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
