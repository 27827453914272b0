"""What the pages of boundaries say in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber

from governance.engine.clauses import WORDS, clause_of
from governance.engine.document import Rule
from governance.models import BoundaryVersion, RuleStatus
from governance.selectors.boundaries import Overview

# How a status looks, and the word for it, as ``decision`` takes them.
STATUSES = {
    RuleStatus.DRAFT: ("draft", "Draft"),
    RuleStatus.OBSERVE: ("none", "Only observes"),
    RuleStatus.ACTIVE: ("allow", "In force"),
    RuleStatus.RETIRED: ("none", "Retired"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A rule as a sentence: the effect's word, when it applies, and for whom."""

    rule: Rule
    word: str
    clause: str
    scope: str

    @property
    def sentence(self) -> str:
        """Return what stands after the effect's word."""
        return f"{', '.join(filter(None, (self.clause, self.scope)))}."


def said(rule: Rule, agents: Mapping[str, str]) -> Said:
    """Return a rule in words."""
    clause = clause_of(rule) or rule.title
    return Said(rule, WORDS[rule.effect], clause, _scope(rule, agents))


def by_action(lines: Sequence[Said]) -> list[tuple[str, list[Said]]]:
    """Return rules by the action that they are about, most lenient first."""
    groups: dict[str, list[Said]] = {}
    ordered = sorted(
        lines,
        key=lambda one: (
            str(one.rule.action.pattern),
            one.rule.effect.strictness,
            one.rule.number,
        ),
    )
    for line in ordered:
        groups.setdefault(line.rule.action.pattern, []).append(line)
    return list(groups.items())


def boundaries_sentence(page: Overview) -> str:
    """Return what is in force, and whether something else may be next."""
    if page.current is None:
        return "No boundaries have been published, so nothing is allowed."
    return f"{rules_told(page.current)}{_next(page)}"


def rules_told(version: BoundaryVersion) -> str:
    """Return how many rules a version holds: "Nine rules are in force"."""
    rules = version.document["rules"]
    deciding = sum(not rule.get("observe", False) for rule in rules)
    if not deciding:
        return "No rule is in force, so nothing is allowed"
    noun = "rule is" if deciding == 1 else "rules are"
    return f"{str(apnumber(deciding)).capitalize()} {noun} in force"


def _next(page: Overview) -> str:
    if page.proposal is not None:
        return ", and others are proposed."
    count = page.drafted.count
    if not count:
        return "."
    noun = "change is" if count == 1 else "changes are"
    return f", and {apnumber(count)} {noun} written for the next version."


def marks(page: Overview) -> dict[str, str]:
    """Return what the next version changes about a rule, by its key."""
    groups = {
        "new": page.drafted.added,
        "changed": page.drafted.changed,
        "gone": page.drafted.removed,
    }
    return {one.key: word for word, group in groups.items() for one in group}


def _scope(rule: Rule, agents: Mapping[str, str]) -> str:
    parts = []
    if rule.subject != "*":
        parts.append(f"for {agents.get(rule.subject, 'an agent that is gone')}")
    if rule.workflow.pattern != "*":
        parts.append(f"in {rule.workflow.pattern}")
    return " ".join(parts)
