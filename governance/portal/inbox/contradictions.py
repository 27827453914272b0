"""What the platform looked up and what the request says, where they disagree.

Computed from the facts and findings that were stored with the decision, so a card
shows what the gate saw, and not what a record says by now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agents.lookups import stands_at
from governance.engine.paths import FieldPath
from governance.engine.values import as_value, is_missing
from governance.models import Action, Decision

_COMPARES = {"equals_field": True, "not_equals_field": False}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One disagreement: its headline, and both sides as (label, value) where there
    are two values to compare."""

    headline: str
    sides: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A field of the request, and the field of a record that it should equal."""

    asked: FieldPath
    recorded: FieldPath


def contradictions(action: Action, decision: Decision) -> list[Contradiction]:
    """Return where the request and the records disagree, the missing records first."""
    return [
        *_missing(action, decision),
        *_differing(action, decision),
        *_not_as_ruled(decision),
    ]


def _missing(action: Action, decision: Decision) -> Iterator[Contradiction]:
    for name, lookup in action.action_type.lookups.items():
        if decision.facts.get(name) is not None:
            continue
        key, register = lookup["key"], _spoken(lookup["register"])
        yield Contradiction(
            f"There is no such {_spoken(name)} on record.",
            (
                (
                    f"This request says {_spoken(key)}",
                    stands_at(key, action.parameters, action.resource_id),
                ),
                ("The record says", f"Nothing: it is not among the {register}."),
            ),
        )


def _differing(action: Action, decision: Decision) -> Iterator[Contradiction]:
    values = {"parameters": action.parameters, "facts": decision.facts}
    pairs = {**_named_alike(action, decision), **_compared(decision)}
    equal = [pair for pair in pairs.values() if _agree(pair, values)]
    for pair in pairs.values():
        if pair not in equal:
            yield Contradiction(
                _headline(pair, equal),
                (
                    ("This request says", pair.asked.find(values)),
                    (_whose(pair, decision), _recorded(pair, values)),
                ),
            )


def _named_alike(action: Action, decision: Decision) -> dict[str, _Pair]:
    """Pair ``supplier_name`` and ``account`` with the supplier's name and account."""
    found = {}
    for name, record in decision.facts.items():
        for field in record or {}:
            for asked in (f"{name}_{field}", field):
                if asked in action.parameters and asked != _key(action, name):
                    found[asked] = _pair(f"parameters.{asked}", f"facts.{name}.{field}")
    return found


def _compared(decision: Decision) -> dict[str, _Pair]:
    """Pair the fields that a rule compared and found to differ, or could not compare.

    Only where the record is there: of a missing one there is more to say.
    """
    found = {}
    for finding in _findings(decision):
        wanted = _COMPARES.get(finding["op"])
        if wanted is None or finding["truth"] is wanted:
            continue
        sides = sorted([finding["field"], str(finding["expected"])], reverse=True)
        if sides[0].startswith("parameters.") and _is_there(sides[1], decision):
            found[sides[0].removeprefix("parameters.")] = _pair(*sides)
    return found


def _not_as_ruled(decision: Decision) -> Iterator[Contradiction]:
    """Say what a rule found wrong with a record itself: not approved, say."""
    said = set()
    for finding in _findings(decision):
        is_plain = finding["op"] not in _COMPARES and finding["truth"] is False
        if is_plain and _is_there(finding["field"], decision):
            said.add(finding["text"])
    for text in sorted(said):
        yield Contradiction(f"On record the {text}.")


def _findings(decision: Decision) -> Iterator[Mapping[str, Any]]:
    for hit in decision.verdict.get("hits", []):
        yield from hit["findings"]
    for near in decision.verdict.get("near_misses", []):
        yield near["finding"]


def _headline(pair: _Pair, equal: list[_Pair]) -> str:
    # The look-alike is the dangerous one, so what does match is said as well.
    same = next((one for one in equal if one.recorded.parts[1] == _fact(pair)), None)
    if same is not None:
        return f"The {same.asked.spoken} matches. The {pair.asked.spoken} does not."
    return f"The {pair.asked.spoken} is not the one on record."


def _whose(pair: _Pair, decision: Decision) -> str:
    name = decision.facts[_fact(pair)].get("name")
    owner = name if isinstance(name, str) and name else f"the {_spoken(_fact(pair))}"
    return f"The record of {owner} says"


def _recorded(pair: _Pair, values: Mapping[str, Any]) -> Any:
    found = pair.recorded.find(values)
    return f"Nothing: no {pair.asked.spoken}." if is_missing(found) else found


def _agree(pair: _Pair, values: Mapping[str, Any]) -> bool:
    asked, recorded = pair.asked.find(values), pair.recorded.find(values)
    return as_value(asked) is not None and as_value(asked) == as_value(recorded)


def _key(action: Action, name: str) -> str:
    lookup = action.action_type.lookups.get(name, {})
    return str(lookup.get("key", ""))


def _is_there(dotted: str, decision: Decision) -> bool:
    parts = dotted.split(".")
    return parts[0] == "facts" and decision.facts.get(parts[1]) is not None


def _fact(pair: _Pair) -> str:
    return pair.recorded.parts[1]


def _pair(asked: str, recorded: str) -> _Pair:
    return _Pair(FieldPath.of(asked), FieldPath.of(recorded))


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")
