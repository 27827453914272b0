"""Weighing the rules that speak of an action, and putting the verdict together."""

from collections.abc import Iterable

from governance.engine.effects import Effect, strictest
from governance.engine.explanation import explain_hits, explain_no_rule
from governance.engine.findings import find
from governance.engine.limits import Claim, Limit, claim
from governance.engine.question import Question
from governance.engine.rules import Rule
from governance.engine.values import Seen, Truth
from governance.engine.verdict import (
    Finding,
    Hit,
    LimitDemand,
    NearMiss,
    Obligation,
    Verdict,
)
from governance.engine.weighing import (
    Weighed,
    blocking,
    compile_conditions,
    deciding,
)


class CompiledRule:
    """A rule with its conditions as functions, and what weighing asks of it at hand."""

    __slots__ = ("apart", "conditions", "narrows", "rule", "strictness", "test")

    def __init__(self, rule: Rule) -> None:
        """Compile a rule's conditions."""
        self.rule = rule
        self.conditions: Weighed = compile_conditions(rule.conditions)
        self.test = self.conditions.test
        self.strictness = rule.effect.strictness
        self.narrows = rule.effect is not Effect.ALLOW
        self.apart = rule.limit is not None or rule.observe

    def applies(self, truth: Truth) -> bool:
        """Tell whether it applies; what cannot be checked never widens."""
        return truth or (truth is None and self.narrows)


class Tally:
    """What became of each rule, in order of number."""

    __slots__ = ("applied", "demands", "missed", "observed", "seen", "unclaimable")

    def __init__(self, seen: Seen) -> None:
        """Begin with no rule weighed."""
        self.seen = seen
        # By strictness: what allows, what asks a person, what denies.
        self.applied: tuple[list[CompiledRule], ...] = ([], [], [])
        self.missed: list[CompiledRule] = []
        self.observed: list[CompiledRule] = []
        self.demands: list[LimitDemand] = []
        self.unclaimable: dict[CompiledRule, tuple[Finding, ...]] = {}

    def take_apart(self, one: CompiledRule, truth: Truth) -> None:
        """Take a rule that does not decide like others: a limit, or an observer."""
        if one.rule.limit is None:
            if one.applies(truth):
                self.observed.append(one)
        elif truth is not False:
            taken = claim(one.rule.limit, values=self.seen.given)
            if taken.problems:
                self.unclaimable[one] = taken.problems
            else:
                self.demands.append(_demand(one.rule, one.rule.limit, taken))

    @property
    def effect(self) -> Effect:
        """The effect that wins; deny when no ordinary rule applies.

        A limit only ever narrows what another rule permits. If one that cannot be
        checked were a permission to ask a person, leaving out a field would turn a
        refusal into a question.
        """
        allows, asks, denies = self.applied
        if denies or not (allows or asks):
            return Effect.DENY
        ordinary = Effect.CHECKPOINT if asks else Effect.ALLOW
        if not self.unclaimable:
            return ordinary
        return strictest([ordinary, *(one.rule.effect for one in self.unclaimable)])


def weigh(
    rules: Iterable[CompiledRule], *, question: Question, looked: Seen | None = None
) -> Tally:
    """Weigh these rules, which must be in order of number: the decision itself.

    `looked` is what has been looked at already of the question's values.
    """
    tally = Tally(Seen(question.values) if looked is None else looked)
    seen, applied, missed = tally.seen, tally.applied, tally.missed
    for one in rules:
        truth = one.test(seen)
        if one.apart:
            tally.take_apart(one, truth)
        elif truth or (truth is None and one.narrows):
            applied[one.strictness].append(one)
        elif not one.narrows:
            missed.append(one)
    return tally


def explain(tally: Tally, *, question: Question) -> Verdict:
    """Give the verdict of what has been weighed, with all that explains it."""
    effect = tally.effect
    rules = _deciding_rules(tally, effect)
    hits = tuple(_hit(one, tally) for one in rules)
    obligations = distinct(one.rule.obligation for one in rules)
    near_misses = () if effect is Effect.ALLOW else _near_misses(tally)
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
        observed=tuple(_hit(one, tally) for one in tally.observed),
    )


def distinct(obligations: Iterable[Obligation | None]) -> tuple[Obligation, ...]:
    """Give each obligation once, in the order in which they come."""
    return tuple(dict.fromkeys(entry for entry in obligations if entry is not None))


def _deciding_rules(tally: Tally, effect: Effect) -> list[CompiledRule]:
    rules = [*tally.applied[effect.strictness], *tally.unclaimable]
    deciding = [one for one in rules if one.rule.effect is effect]
    return sorted(deciding, key=_place)


def _place(one: CompiledRule) -> tuple[bool, int]:
    # The platform's rules first: whoever asks the client cannot change them.
    return not one.rule.guardrail, one.rule.number


def _hit(one: CompiledRule, tally: Tally) -> Hit:
    rule = one.rule
    findings = tuple(
        find(leaf, tally.seen) for leaf in deciding(one.conditions, tally.seen)
    )
    return Hit(
        rule.key,
        rule.number,
        rule.title,
        rule.effect,
        rule.reason,
        findings + tally.unclaimable.get(one, ()),
        rule.guardrail,
    )


def _near_misses(tally: Tally) -> tuple[NearMiss, ...]:
    near = []
    for one in tally.missed:
        kept_from = blocking(one.conditions, tally.seen)
        if len(kept_from) == 1:
            rule, finding = one.rule, find(kept_from[0], tally.seen)
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
        guardrail=rule.guardrail,
    )
