"""What an analysis found: sentences, each with a concrete example."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from governance.engine.analysis import literals
from governance.engine.analysis.examples import Example
from governance.engine.conditions import Leaf
from governance.engine.rules import Rule
from governance.engine.wording import listed, visible

Kind = Literal[
    "never_fires",
    "only_unchecked",
    "shadowed",
    "overruled",
    "uncovered",
    "limit_unreached",
]
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Insight:
    """One thing that was found.

    `rule` is the rule it is about, empty for an action that no rule lets through;
    `other` is the rule that makes it so. `example` is None where none could be made.
    """

    kind: Kind
    rule: str
    number: int
    other: str
    action: str
    text: str
    example: Example | None

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-able dict."""
        return {
            "kind": self.kind,
            "rule": self.rule,
            "number": self.number,
            "other": self.other,
            "action": self.action,
            "text": self.text,
            "example": self.example.to_json() if self.example else None,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found. Not `complete`: it stopped, as there was too much to do.

    `involved` are the keys of rules whose conditions are too involved.
    """

    insights: tuple[Insight, ...]
    involved: tuple[str, ...] = ()
    complete: bool = True


def named(rule: Rule, *, first: bool = False) -> str:
    """Name a rule in a sentence, or `first` in it."""
    whose = "platform rule" if rule.guardrail else "rule"
    whose = whose.capitalize() if first else whose
    return f"{whose} {rule.number} “{visible(rule.title, longest=_LONGEST_TITLE)}”"


def said_clash(clash: Iterable[literals.Literal]) -> str:
    """Say which conditions cannot hold at once: "amount is over 9 and is at most 5"."""
    told: dict[str, list[str]] = {}
    for one in clash:
        name, phrase = _said(one)
        phrases = told.setdefault(name, [])
        if phrase not in phrases:
            phrases.append(phrase)
    return "; ".join(
        f"{name} {listed(said, joint='and')}" for name, said in told.items()
    )


def _said(literal: literals.Literal) -> tuple[str, str]:
    node = literal.node
    if not isinstance(node, Leaf):
        return node.field.spoken, f"has a condition on {node.kind} element"
    says, operand = node.operator.says, node.operand
    phrase = says.demands if True in literal.truths else says.forbids
    other = operand.other.spoken if operand.other else ""
    return node.field.spoken, phrase.format(expected=operand.shown, other=other)
