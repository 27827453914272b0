"""A concrete action for each finding, as an agent would ask it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

from governance.engine.analysis.boxes import Box
from governance.engine.analysis.literals import NOT_YES, Literal, path_of
from governance.engine.analysis.places import values_of
from governance.engine.analysis.solving import Answer
from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.conditions import Counted, Leaf
from governance.engine.globs import Glob
from governance.engine.history import Measure
from governance.engine.paths import FieldPath
from governance.engine.question import Question
from governance.engine.rules import Rule
from governance.engine.values import Seen

_SOMEBODY = "any agent"
_SAME, _OTHER = "the same", "another"
_LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class Example:
    """An action that an agent could ask for, and what would be known about it."""

    agent: str
    workflow: str
    action: str
    values: Mapping[str, Any]

    def question(self) -> Question:
        """Give it as the question that a boundary answers."""
        return Question(self.agent, self.workflow, self.action, self.values)

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-able dict."""
        return {
            "agent": self.agent,
            "workflow": self.workflow,
            "action": self.action,
            "values": _plain(self.values),
        }


def example_for(
    rule: Rule,
    action: ActionShape,
    catalogue: Catalogue,
    *,
    box: Box | None = None,
    found: Mapping[str, Answer] | None = None,
) -> Example:
    """Make an action that a rule speaks of and, as far as can be, lies in a box."""
    agent = rule.subject if rule.subject != "*" else next(iter(catalogue.agents), "")
    workflow = _workflow(rule.workflow, catalogue)
    values: dict[str, Any] = {
        "parameters": deepcopy(dict(action.example)),
        "resource": {"type": "", "id": ""},
        "agent": {"id": agent, "name": catalogue.agents.get(agent, _SOMEBODY)},
        "workflow": {"key": workflow, "step": ""},
        "time": {"zone": catalogue.zone},
        "facts": {},
    }
    if box is not None and found is not None:
        for literal, raw in values_of(found, box):
            _set(values, literal, raw)
        for literals in box.values():
            if not literals[0].simple:
                _relate(values, literals[0])
    return Example(agent or _SOMEBODY, workflow, action.name, values)


def _workflow(glob: Glob, catalogue: Catalogue) -> str:
    known = [key for key in sorted(catalogue.workflows) if glob.matches(key)]
    return known[0] if known else glob.pattern.replace("*", "any")


def _set(values: dict[str, Any], literal: Literal, raw: object) -> None:
    path, node = path_of(literal), literal.node
    if path is not None:
        _put(values, path, raw)
        return
    field = node.field
    if isinstance(field, Measure):
        values.setdefault("history", {})[field.key] = raw
    elif isinstance(field, Counted) and field.that is None and _is_short(raw):
        _put(values, field.field, ["one"] * raw)


def _is_short(raw: object) -> TypeGuard[int]:
    return isinstance(raw, int) and raw <= _LONGEST_LIST


def _put(values: dict[str, Any], path: FieldPath, raw: object) -> None:
    """Put a value at a path; None takes away what stands there."""
    *above, last = path.parts
    place: Any = values
    for part in above:
        if not isinstance(place.get(part), dict):
            if raw is None:
                return
            place[part] = {}
        place = place[part]
    if raw is None:
        place.pop(last, None)
    else:
        place[last] = raw


def _relate(values: dict[str, Any], literal: Literal) -> None:
    """Make two fields the same, or different, where a condition compares them."""
    node = literal.node
    if literal.op != "equals_field" or not isinstance(node, Leaf):
        return
    other = node.operand.other
    if other is None or not isinstance(node.field, FieldPath):
        return
    here, there = (path.find(values) for path in (node.field, other))
    value = here if here is not None else there if there is not None else _SAME
    _put(values, node.field, value)
    same = not literal.plain_truths <= NOT_YES
    _put(values, other, value if same else _another(value))


def _another(value: object) -> object:
    seen = Seen({"value": value})["value"]
    if isinstance(seen, bool):
        return not seen
    if isinstance(seen, Decimal):
        return int(seen) + 1
    return _OTHER


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(element) for element in value]
    return float(value) if isinstance(value, Decimal) else value
