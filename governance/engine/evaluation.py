"""Weighing the rules that speak of an action, and putting the verdict together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from governance.engine.document import Rule
from governance.engine.effects import Effect, strictest
from governance.engine.explanation import explain_hits, explain_no_rule
from governance.engine.findings import find
from governance.engine.limits import Claim, Limit, claim
from governance.engine.question import Question
from governance.engine.values import Values
from governance.engine.verdict import (
    Finding,
    Hit,
    LimitDemand,
    NearMiss,
    Obligation,
    Verdict,
)
from governance.engine.weighing import Weighed, blocking_leaves, deciding_leaves


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its conditions as functions."""

    rule: Rule
    conditions: Weighed


@dataclass(slots=True)
class Tally:
    """What became of each rule, in order of number."""

    applied: list[CompiledRule] = field(default_factory=list)
    missed: list[CompiledRule] = field(default_factory=list)
    demands: list[LimitDemand] = field(default_factory=list)
    unclaimable: dict[str, tuple[CompiledRule, tuple[Finding, ...]]] = field(
        default_factory=dict
    )

    def take(self, compiled: CompiledRule, values: Values) -> None:
        """Weigh one rule and put it where it belongs."""
        rule, truth = compiled.rule, compiled.conditions.test(values)
        if rule.limit is not None:
            if truth is not False:
                self._take_limit(compiled, rule.limit, values)
        elif truth or (truth is None and rule.effect is not Effect.ALLOW):
            self.applied.append(compiled)
        elif rule.effect is Effect.ALLOW:
            self.missed.append(compiled)

    def _take_limit(self, compiled: CompiledRule, limit: Limit, values: Values) -> None:
        rule, taken = compiled.rule, claim(limit, values=values)
        if taken.problems:
            self.unclaimable[rule.key] = (compiled, taken.problems)
        else:
            self.demands.append(_demand(rule, limit, taken))

    @property
    def effect(self) -> Effect:
        """The effect that wins; deny when no ordinary rule applies.

        A limit only ever narrows what another rule permits. If one that cannot be
        checked were a permission to ask a person, leaving out a field would turn a
        refusal into a question.
        """
        ordinary = strictest(one.rule.effect for one in self.applied)
        limits = (one.rule.effect for one, _ in self.unclaimable.values())
        return strictest([ordinary, *limits])


def weigh(rules: Iterable[CompiledRule], *, question: Question) -> Tally:
    """Weigh these rules, which must be in order of number: the decision itself."""
    tally = Tally()
    for compiled in rules:
        tally.take(compiled, question.values)
    return tally


def explain(tally: Tally, *, question: Question) -> Verdict:
    """Give the verdict of what has been weighed, with all that explains it."""
    effect = tally.effect
    deciding = _deciding_rules(tally, effect)
    hits = tuple(_hit(one, tally, question.values) for one in deciding)
    obligations = distinct(one.rule.obligation for one in deciding)
    near_misses = (
        () if effect is Effect.ALLOW else _near_misses(tally.missed, question.values)
    )
    return Verdict(
        effect=effect,
        code="rules" if hits else "no_rule",
        hits=hits,
        near_misses=near_misses,
        obligations=obligations,
        limits=() if effect is Effect.DENY else _in_lock_order(tally.demands),
        explanation=(
            explain_hits(effect, hits=hits, obligations=obligations)
            if hits
            else explain_no_rule(question.action, near_misses=near_misses)
        ),
    )


def distinct(obligations: Iterable[Obligation | None]) -> tuple[Obligation, ...]:
    """Give each obligation once, in the order in which they come."""
    return tuple(dict.fromkeys(entry for entry in obligations if entry is not None))


def _deciding_rules(tally: Tally, effect: Effect) -> list[CompiledRule]:
    rules = [*tally.applied, *(one for one, _ in tally.unclaimable.values())]
    deciding = [one for one in rules if one.rule.effect is effect]
    return sorted(deciding, key=lambda one: one.rule.number)


def _hit(compiled: CompiledRule, tally: Tally, values: Values) -> Hit:
    rule = compiled.rule
    leaves = deciding_leaves(compiled.conditions, values)
    findings = tuple(find(leaf, values=values) for leaf in leaves)
    if rule.key in tally.unclaimable:
        findings += tally.unclaimable[rule.key][1]
    return Hit(rule.key, rule.number, rule.title, rule.effect, rule.reason, findings)


def _near_misses(
    missed: Sequence[CompiledRule], values: Values
) -> tuple[NearMiss, ...]:
    near = []
    for compiled in missed:
        blocking = blocking_leaves(compiled.conditions, values)
        if len(blocking) == 1:
            rule = compiled.rule
            finding = find(blocking[0], values=values)
            near.append(NearMiss(rule.key, rule.number, rule.title, finding))
    return tuple(near)


def _in_lock_order(demands: Iterable[LimitDemand]) -> tuple[LimitDemand, ...]:
    # Everyone locks rows in the same order, so no two actions wait for each other.
    return tuple(sorted(demands, key=lambda demand: (demand.rule_key, demand.subject)))


def _demand(rule: Rule, limit: Limit, taken: Claim) -> LimitDemand:
    return LimitDemand(
        rule_key=rule.key,
        rule_number=rule.number,
        title=rule.title,
        effect=rule.effect,
        obligation=rule.obligation,
        amount=taken.amount,
        cap=limit.cap,
        currency=limit.currency,
        subject=taken.subject,
        window=limit.window,
        reason=rule.reason,
        field=limit.field.dotted if limit.field else "",
        per=tuple(path.dotted for path in limit.per),
    )
