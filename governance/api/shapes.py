"""The shapes of what agents are answered, as JSON Schemas (OpenAPI 3.1).

Only the description reads them; ``representations`` builds what they describe, and a
test compares the two.
"""

from collections.abc import Iterable
from typing import Any

from agents.models import EffectClass, OwnerRole, Performer, Reversibility
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


def _ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def _told(shape: Shape, description: str) -> Shape:
    return {**shape, "description": description}


_TRACE = _told(_or_null(TEXT), "Of the request that opened it, where it named one.")
_OWNER = _told(_or_null(_ref("Owner")), "Who answers for the agent, at the time.")
_PROBLEM = _of(type=TEXT, title=TEXT, status=NUMBER, detail=TEXT)
_ACTION: dict[str, Shape] = {
    "id": ID,
    "run": _told(ID, "The run that it belongs to."),
    "step": _told(TEXT, "The workflow's step; empty when it is none."),
    "action": _told(TEXT, "The name of its action type."),
    "act": _told(TEXT, "What it does, in words, after 'to'."),
    "performer": _ref("Performer"),
    "resource": _ref("Resource"),
    "parameters": _ref("Parameters"),
    "reason": _told(TEXT, "Why, in the agent's words."),
    "status": _ref("ActionStatus"),
    "decision": _told(_or_null(_ref("Effect")), "What the gate answered last."),
    "refused_by": _told(_or_null(_ref("RefusedBy")), "Who or what said no."),
    "explanation": _told(TEXT, "Why it was decided so, with the actual values."),
    "result": _told(_or_null(_ref("Result")), "What became of it."),
    "rules": _told(_list(_ref("Rule")), "The rules that decided."),
    "boundary_version": _or_null(NUMBER),
    "digest": {
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "Of exactly what was asked for; approvals and permits name it.",
    },
    "owner": _OWNER,
    "checkpoint": _told(_or_null(_ref("Checkpoint")), "There while it is waiting."),
    "created_at": MOMENT,
    "changed_at": MOMENT,
    "traceparent": _TRACE,
}
_CHOICES: dict[str, Iterable[str]] = {
    "ActionStatus": ActionStatus,
    "CheckpointKind": CheckpointKind.values,
    "Effect": Effect.values,
    "EffectClass": EffectClass.values,
    "Performer": Performer.values,
    "RefusedBy": RefusedBy,
    "Reversibility": Reversibility.values,
    "RunState": RunState,
}

SHAPES: dict[str, Shape] = {
    **{name: _one_of(values) for name, values in _CHOICES.items()},
    "Owner": _of(name=TEXT),
    "Accountable": _of(
        at=MOMENT,
        owner=_OWNER,
        place=_told(
            _or_null(_one_of(OwnerRole.values)), "As what; a deputy stands in."
        ),
    ),
    "Standing": _of(may_act=YES_OR_NO, reasons=_list(TEXT)),
    "Clearance": _of(key=TEXT, title=TEXT, version=NUMBER, cleared_until=MOMENT),
    "ParametersSchema": _told(ANYTHING, "A JSON Schema, draft 2020-12."),
    "ActionType": _of(
        name=TEXT,
        version=NUMBER,
        title=TEXT,
        schema=_ref("ParametersSchema"),
        effect_class=_ref("EffectClass"),
        reversibility=_ref("Reversibility"),
        performer=_ref("Performer"),
        may=_told(_list(TEXT), "What the boundaries let the agent do of it."),
    ),
    "Agent": _of(
        id=ID,
        name=TEXT,
        purpose=TEXT,
        client=TEXT,
        owner=_OWNER,
        standing=_ref("Standing"),
        workflows=_list(_ref("Clearance")),
        boundary_version=_or_null(NUMBER),
        actions=_list(_ref("ActionType")),
        sentence=_told(TEXT, "All of it in words."),
    ),
    "WorkflowVersion": _of(key=TEXT, title=TEXT, version=NUMBER),
    "SavePoint": _told(ANYTHING, "The agent's own state, as it was last sent."),
    "Run": _of(
        id=ID,
        number=_told(NUMBER, "By which people know it."),
        state=_ref("RunState"),
        workflow=_ref("WorkflowVersion"),
        subject=TEXT,
        fence=_told(NUMBER, "To be sent with each heartbeat."),
        lease_until=_told(MOMENT, "Without a heartbeat by then the run is stopped."),
        lease_seconds=NUMBER,
        save_point=_or_null(_ref("SavePoint")),
        owner=_OWNER,
        opened_at=MOMENT,
        ended_at=_or_null(MOMENT),
        summary=TEXT,
        traceparent=_TRACE,
    ),
    "Directive": _of(
        directive=_one_of(["continue", "stop"]),
        reason=_told(TEXT, "Why to stop."),
        lease_until=MOMENT,
        waiting=_told(_list(ID), "The run's actions that wait for a person."),
    ),
    "Runs": _of(runs=_list(_ref("Run"))),
    "Halt": _of(
        id=ID,
        scope=_told(TEXT, "How far it reaches: agent."),
        since=MOMENT,
        reason=TEXT,
    ),
    "Note": _of(id=ID, at=MOMENT, text=TEXT),
    "Resource": _told(_of(type=TEXT, id=TEXT), "What it is about; may be empty."),
    "Parameters": _told(ANYTHING, "As the action type's schema says."),
    "Result": _of(summary=TEXT),
    "Rule": _of(key=TEXT, number=NUMBER, title=TEXT),
    "Checkpoint": _of(
        id=ID,
        group=_told(TEXT, "Whose answer it waits for."),
        kind=_ref("CheckpointKind"),
        quorum=_told(NUMBER, "How many different people have to approve."),
        approvals=_told(NUMBER, "How many have; one refusal refuses."),
        deadline=_told(MOMENT, "Silence until then is a no."),
    ),
    "Action": _of(**_ACTION),
    "Permit": _of(
        token=_told(TEXT, "A JWT; the key to verify it: /.well-known/jwks.json."),
        intent=_told(ID, "The token's jti."),
        expires_at=_told(MOMENT, "Report by then, or nobody knows."),
    ),
    "StartedAction": _of(
        **_ACTION,
        permit=_told(_or_null(_ref("Permit")), "Without one it must not be done."),
    ),
    "FactMembers": _told(
        ANYTHING, "Names and values of a record, whole; money, numbers, texts, lists."
    ),
    "Fact": _of(
        register=_told(TEXT, "What action types call the register."),
        key=_told(TEXT, "Under which the record is found, however it is spelt."),
        record=_told(ANYTHING, "Its members, its id among them."),
    ),
    "FieldError": _of(field=_told(TEXT, "The path of the field."), detail=TEXT),
    "Problem": {
        **_PROBLEM,
        "description": "An error, as of RFC 9457.",
        "properties": {
            **_PROBLEM["properties"],
            "errors": {
                **_list(_ref("FieldError")),
                "description": "Which fields have to change, by their path.",
            },
        },
    },
}
