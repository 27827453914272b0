"""The shapes of what agents are answered, as JSON Schemas (OpenAPI 3.1).

Only the description reads them; ``representations`` builds what they describe, and a
test compares the two.
"""

from collections.abc import Iterable
from typing import Any

from agents.models import EffectClass, Performer, Reversibility
from governance.models import Effect
from governance.models.checkpoints import CheckpointKind
from governance.states import ActionStatus, RefusedBy, RunState

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
YES_OR_NO: Shape = {"type": "boolean"}
ID: Shape = {"type": "string", "format": "uuid"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
ANYTHING: Shape = {"type": "object"}


def _of(**members: Shape) -> Shape:
    """Return the shape of an object that always has all of these and no others."""
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _or_null(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _one_of(values: Iterable[str]) -> Shape:
    return {"type": "string", "enum": [str(value) for value in values]}


_OWNER = _or_null(_of(name=TEXT))
_PROBLEM = _of(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT)
_ACTION: dict[str, Shape] = {
    "id": ID,
    "run": ID,
    "step": TEXT,
    "action": TEXT,
    "act": TEXT,
    "performer": _one_of(Performer.values),
    "resource": _of(type=TEXT, id=TEXT),
    "parameters": ANYTHING,
    "reason": TEXT,
    "status": _one_of(ActionStatus),
    "decision": _or_null(_one_of(Effect.values)),
    "refused_by": _or_null(_one_of(RefusedBy)),
    "explanation": TEXT,
    "result": _or_null(_of(summary=TEXT)),
    "rules": _list(_of(key=TEXT, number=NUMBER, title=TEXT)),
    "boundary_version": _or_null(NUMBER),
    "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    "owner": _OWNER,
    "checkpoint": _or_null(
        _of(
            id=ID,
            group=TEXT,
            kind=_one_of(CheckpointKind.values),
            deadline=MOMENT,
        )
    ),
    "created_at": MOMENT,
    "changed_at": MOMENT,
}

SHAPES: dict[str, Shape] = {
    "Agent": _of(
        id=ID,
        name=TEXT,
        purpose=TEXT,
        client=TEXT,
        owner=_OWNER,
        standing=_of(may_act=YES_OR_NO, reasons=_list(TEXT)),
        workflows=_list(
            _of(key=TEXT, title=TEXT, version=NUMBER, cleared_until=MOMENT)
        ),
        actions=_list(
            _of(
                name=TEXT,
                version=NUMBER,
                title=TEXT,
                schema=ANYTHING,
                effect_class=_one_of(EffectClass.values),
                reversibility=_one_of(Reversibility.values),
                performer=_one_of(Performer.values),
            )
        ),
        sentence=TEXT,
    ),
    "Run": _of(
        id=ID,
        number=NUMBER,
        state=_one_of(RunState),
        workflow=_of(key=TEXT, title=TEXT, version=NUMBER),
        subject=TEXT,
        fence=NUMBER,
        lease_until=MOMENT,
        lease_seconds=NUMBER,
        save_point=_or_null(ANYTHING),
        owner=_OWNER,
        opened_at=MOMENT,
        ended_at=_or_null(MOMENT),
        summary=TEXT,
    ),
    "Directive": _of(
        directive=_one_of(["continue", "stop"]), reason=TEXT, lease_until=MOMENT
    ),
    "Note": _of(id=ID, at=MOMENT, text=TEXT),
    "Action": _of(**_ACTION),
    "StartedAction": _of(
        **_ACTION,
        permit=_or_null(_of(token=TEXT, intent=ID, expires_at=MOMENT)),
    ),
    "Problem": {
        **_PROBLEM,
        "description": "An error, as of RFC 9457.",
        "properties": {
            **_PROBLEM["properties"],
            "errors": {
                **_list(_of(field=TEXT, detail=TEXT)),
                "description": "Which fields have to change, by their path.",
            },
        },
    },
}
