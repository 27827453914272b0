"""What becomes of a verdict when a limit has no room."""

from collections.abc import Sequence
from decimal import Decimal

from governance.engine.effects import Effect, strictest
from governance.engine.evaluation import distinct
from governance.engine.explanation import explain_hits, explain_no_room
from governance.engine.money import Money
from governance.engine.verdict import Finding, Hit, LimitDemand, Verdict


def with_exhausted(verdict: Verdict, exhausted: Sequence[LimitDemand]) -> Verdict:
    """Give the verdict once the gate found that these limits have no room.

    The stricter effect wins, the limit's rule is a hit, and the explanation is made
    anew. `limits` keeps those that do have room, unless the action is now denied.
    """
    effect = strictest([verdict.effect, *(demand.effect for demand in exhausted)])
    stopping = [demand for demand in exhausted if demand.effect is effect]
    if not stopping:
        return verdict
    as_before = verdict.effect is effect
    hits = sorted(
        [*(verdict.hits if as_before else ()), *(_hit(entry) for entry in stopping)],
        key=lambda hit: hit.number,
    )
    earlier = verdict.obligations if as_before else ()
    obligations = distinct([*earlier, *(entry.obligation for entry in stopping)])
    roomy = (demand for demand in verdict.limits if demand not in exhausted)
    return Verdict(
        effect=effect,
        code="rules",
        hits=tuple(hits),
        near_misses=verdict.near_misses,
        obligations=obligations,
        limits=() if effect is Effect.DENY else tuple(roomy),
        explanation=explain_hits(effect, hits=hits, obligations=obligations),
    )


def _hit(demand: LimitDemand) -> Hit:
    finding = Finding(
        field=demand.field,
        op="limit",
        expected=_kept(demand.cap, demand.currency),
        actual=_kept(demand.amount, demand.currency),
        truth=False,
        text=explain_no_room(demand),
    )
    return Hit(
        demand.rule_key,
        demand.rule_number,
        demand.title,
        demand.effect,
        demand.reason,
        (finding,),
        demand.guardrail,
    )


def _kept(number: Decimal, currency: str) -> object:
    return Money(number, currency).to_json() if currency else format(number, "f")
