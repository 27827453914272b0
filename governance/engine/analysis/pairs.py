"""Findings about two rules: one says what another says, or never has its way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from governance.engine.analysis.reaches import Reach, Surveyor, covers, inside
from governance.engine.analysis.report import Insight, named
from governance.engine.analysis.single import applies_to, first_in
from governance.engine.effects import Effect

_DOES = {
    Effect.ALLOW: "allows",
    Effect.CHECKPOINT: "asks a person about",
    Effect.DENY: "denies",
}


class Index:
    """Rules by the subject and by each action that they cover."""

    def __init__(self, reaches: Iterable[Reach]) -> None:
        """File the rules that decide: no limits, none that only observe."""
        self._found: dict[tuple[str, str], list[Reach]] = defaultdict(list)
        for reach in reaches:
            if decides(reach) and reach.applies:
                for action in reach.actions:
                    self._found[reach.rule.subject, action].append(reach)

    def candidates(self, reach: Reach) -> Iterator[Reach]:
        """Yield the rules that may cover all that a rule covers."""
        if not reach.actions:
            return
        action = min(reach.actions)
        yield from self._found.get(("*", action), ())
        if reach.rule.subject != "*":
            yield from self._found.get((reach.rule.subject, action), ())


def decides(reach: Reach) -> bool:
    """Tell whether a rule decides by itself, as a limit or an observer does not."""
    return reach.rule.limit is None and not reach.rule.observe


def against(reach: Reach, index: Index, surveyor: Surveyor) -> Iterator[Insight]:
    """Yield at most one finding: the rule that leaves this one nothing to say."""
    if not decides(reach) or not reach.applies:
        return
    strictness = reach.rule.effect.strictness
    for other in index.candidates(reach):
        surveyor.budget.spend()
        stricter = other.rule.effect.strictness - strictness
        if other is reach or stricter < 0 or not covers(other, reach):
            continue
        if stricter == 0 and not _same_to_people(reach, other, surveyor):
            continue
        if inside(reach, other, surveyor):
            yield _insight(reach, other, surveyor, same=stricter == 0)
            return


def _same_to_people(one: Reach, other: Reach, surveyor: Surveyor) -> bool:
    if one.rule.obligation != other.rule.obligation:
        # Both people have to say yes: neither rule is idle.
        return False
    if one.rule.guardrail != other.rule.guardrail:
        # Against the platform's word, a client's own is of no use; not so reversed.
        return other.rule.guardrail
    # Of two rules that say the same, the later one is idle.
    earlier = other.rule.number < one.rule.number
    return earlier or not (covers(one, other) and inside(other, one, surveyor))


def _insight(reach: Reach, other: Reach, surveyor: Surveyor, *, same: bool) -> Insight:
    rule, by = reach.rule, other.rule
    whole = f"{named(by)} {_DOES[by.effect]} all of it"
    text = (
        f"{named(rule, first=True)} changes nothing: {whole} already."
        if same
        else f"{named(rule, first=True)} never has its way: {whole}."
    )
    example = first_in(reach.applies, reach, surveyor)
    return Insight(
        "shadowed" if same else "overruled",
        rule.key,
        rule.number,
        by.key,
        example.action if example else min(reach.actions),
        text,
        example if applies_to(other, example) else None,
    )
