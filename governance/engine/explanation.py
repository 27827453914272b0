"""The sentence or two in which a verdict explains itself to people."""

from collections.abc import Iterable, Sequence

from governance.engine.effects import Effect
from governance.engine.money import Money
from governance.engine.paths import FieldPath
from governance.engine.verdict import Hit, LimitDemand, NearMiss, Obligation
from governance.engine.windows import rolling_length, spoken_window
from governance.engine.wording import listed, said_value, visible

# Who reads more than this has the structured findings.
_MOST_RULES = 3
_MOST_FINDINGS = 4
_LONGEST_TITLE = 200

ERROR = (
    "Refused: the rules could not be evaluated, and without them nothing is allowed."
)


def explain_hits(
    effect: Effect, *, hits: Sequence[Hit], obligations: Sequence[Obligation]
) -> str:
    """Say which rules decided, and what they saw."""
    first, *others = hits[:_MOST_RULES]
    sentences = [f"{_lead(effect, obligations)}: {_said_hit(first)}."]
    sentences += [f"Also {_said_hit(hit)}." for hit in others]
    spare = len(hits) - _MOST_RULES
    if spare > 0:
        sentences.append(f"Also {spare} more {'rule' if spare == 1 else 'rules'}.")
    return " ".join(sentences)


def explain_no_rule(action: str, *, near_misses: Iterable[NearMiss]) -> str:
    """Say that nothing allows the action, and what nearly did."""
    sentences = [f"Refused: no rule allows {visible(action)}."]
    sentences += [
        f"Rule {near.number} would have, but {near.finding.text}."
        for near in list(near_misses)[:_MOST_RULES]
    ]
    return " ".join(sentences)


def explain_no_room(demand: LimitDemand) -> str:
    """Say that a limit has no room for the action."""
    whose = _whose_room(demand)
    if not demand.field:
        return f"the limit of {said_value(demand.cap)}{whose} is used up"
    if not demand.currency:
        summed = FieldPath.of(demand.field).spoken
        cap, amount = said_value(demand.cap), said_value(demand.amount)
        return f"the limit of {cap} in all of {summed}{whose} has no room for {amount}"
    money = Money(demand.cap, demand.currency)
    needed = Money(demand.amount, demand.currency)
    return f"the limit of {money}{whose} has no room for {needed}"


def _whose_room(demand: LimitDemand) -> str:
    per = [FieldPath.of(field).spoken for field in demand.per]
    whose = f" per {listed(per, joint='and')}" if per else ""
    if rolling_length(demand.window) is not None:
        return f"{whose} in any {spoken_window(demand.window)}"
    if demand.window == "ever":
        return f"{whose}, ever," if per else " ever"
    return f" per {listed([*per, demand.window], joint='and')}"


def _lead(effect: Effect, obligations: Sequence[Obligation]) -> str:
    if effect is Effect.CHECKPOINT:
        return f"Needs {listed(_said_people(obligations), joint='and')}"
    return "Allowed" if effect is Effect.ALLOW else "Refused"


def _said_people(obligations: Sequence[Obligation]) -> list[str]:
    strict = {entry.group for entry in obligations if entry.kind == "four_eyes"}
    # Whoever is independent in a group also confirms for it: one person, said once.
    groups = dict.fromkeys(entry.group for entry in obligations)
    quorums = {
        group: max(entry.quorum for entry in obligations if entry.group == group)
        for group in groups
    }
    return [
        f"{_said_count(quorum, strict=group in strict)} of {visible(group)}"
        for group, quorum in quorums.items()
    ]


def _said_count(quorum: int, *, strict: bool) -> str:
    if quorum == 1:
        return "an independent person" if strict else "a person"
    return f"{quorum} independent people" if strict else f"{quorum} people"


def _said_hit(hit: Hit) -> str:
    whose = "platform rule" if hit.guardrail else "rule"
    name = f"{whose} {hit.number} “{visible(hit.title, longest=_LONGEST_TITLE)}”"
    findings = hit.findings
    if hit.unchecked:
        name = f"{name} could not be checked, so it applies"
        findings = tuple(entry for entry in findings if entry.truth is None)
    texts = [entry.text for entry in findings[:_MOST_FINDINGS]]
    spare = len(findings) - _MOST_FINDINGS
    if spare > 0:
        texts.append(f"and {spare} more")
    return f"{name}: {'; '.join(texts)}" if texts else name
