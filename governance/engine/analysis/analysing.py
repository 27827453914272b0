"""Analysing rules before they take effect: what never happens, and what is idle."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from governance.engine.analysis.boxes import InvolvedError
from governance.engine.analysis.budget import Budget, SpentError
from governance.engine.analysis.literals import Lists, Reading
from governance.engine.analysis.pairs import Index, against
from governance.engine.analysis.permits import idle_limits, uncovered
from governance.engine.analysis.reaches import Reach, Surveyor
from governance.engine.analysis.report import Analysis, Insight
from governance.engine.analysis.single import about
from governance.engine.catalogue import Catalogue
from governance.engine.rules import Rule

# About two seconds of work; a thousand rules as people write them need a tenth of it.
STEPS = 1_500_000


def analyse(
    rules: Iterable[Rule],
    catalogue: Catalogue,
    *,
    lists: Lists,
    guardrails: Iterable[Rule] = (),
    guardrail_lists: Lists | None = None,
    steps: int = STEPS,
) -> Analysis:
    """Give what is to be said about these rules of a client.

    The platform's `guardrails` are compared with, and nothing is said about them. When
    the work of `steps` is done, it stops, and says that it is not complete.
    """
    work = _Work(catalogue, steps)
    return work.analysis(
        lambda: work.survey(rules, lists),
        lambda: work.survey(guardrails, guardrail_lists or {}, silent=True),
        work.every,
    )


def analyse_one(
    key: str,
    rules: Iterable[Rule],
    catalogue: Catalogue,
    *,
    lists: Lists,
    steps: int = STEPS,
) -> Analysis:
    """Give what is to be said about one rule among the others, for who edits it."""
    rules = list(rules)
    edited = next(rule for rule in rules if rule.key == key)
    work = _Work(catalogue, steps)
    names = {action.name for action in work.surveyor.covered(edited.action)}
    # Only what covers all that it covers can leave it nothing to say.
    near = [
        rule
        for rule in rules
        if rule.subject in ("*", edited.subject)
        and names <= {one.name for one in work.surveyor.covered(rule.action)}
    ]
    return work.analysis(lambda: work.survey(near, lists), lambda: work.one(key))


class _Work:
    """What has been found so far."""

    def __init__(self, catalogue: Catalogue, steps: int) -> None:
        self.surveyor = Surveyor(catalogue, Budget(steps))
        self.reaches: list[Reach] = []
        self.silent: list[Reach] = []
        self.insights: list[Insight] = []
        self.involved: list[str] = []

    def analysis(self, *parts: Callable[[], None]) -> Analysis:
        """Do these parts one after the other, as far as the budget goes."""
        complete = True
        try:
            for part in parts:
                part()
        except SpentError:
            complete = False
        found = tuple(self.insights)
        return Analysis(found, tuple(self.involved), complete=complete)

    def survey(
        self, rules: Iterable[Rule], lists: Lists, *, silent: bool = False
    ) -> None:
        """Work out what rules reach."""
        reading = Reading(lists)
        reaches = self.silent if silent else self.reaches
        for rule in rules:
            try:
                reaches.append(self.surveyor.reach_of(rule, reading))
            except InvolvedError:
                self.involved.append(rule.key)
                reaches.append(self.surveyor.unknown_reach(rule))

    def every(self) -> None:
        """Find what there is to be said about every rule."""
        everything = [*self.reaches, *self.silent]
        index = Index(everything)
        for reach in self.reaches:
            self._take(self._about(reach, index))
        self._take(uncovered(everything, self.surveyor))
        self._take(idle_limits(everything, self.surveyor))

    def one(self, key: str) -> None:
        """Find what there is to be said about one rule."""
        index = Index(self.reaches)
        for reach in self.reaches:
            if reach.rule.key == key:
                self._take(self._about(reach, index))

    def _about(self, reach: Reach, index: Index) -> Iterator[Insight]:
        alone: Sequence[Insight] = list(about(reach, self.surveyor))
        yield from alone
        if not any(one.kind == "never_fires" for one in alone):
            yield from against(reach, index, self.surveyor)

    def _take(self, found: Iterator[Insight]) -> None:
        # One by one: what was found before the budget ended is kept.
        for insight in found:
            self.insights.append(insight)
