"""Findings about one rule by itself: that it never applies, or never as meant."""

from collections.abc import Iterable, Iterator

from governance.engine.analysis.boxes import Box
from governance.engine.analysis.examples import Example, example_for
from governance.engine.analysis.places import Ground
from governance.engine.analysis.reaches import Reach, Surveyor
from governance.engine.analysis.report import Insight, named, said_clash
from governance.engine.evaluation import CompiledRule
from governance.engine.values import Seen, Truth
from governance.engine.wording import said


def truth_of(rule: CompiledRule, example: Example) -> Truth:
    """Let the engine judge a rule's conditions for an example."""
    return rule.test(Seen(example.values))


def applies_to(reach: Reach, example: Example | None) -> bool:
    """Let the engine tell whether a rule applies to an example."""
    if example is None:
        return False
    compiled = CompiledRule(reach.rule)
    return compiled.applies(truth_of(compiled, example))


def about(reach: Reach, surveyor: Surveyor) -> Iterator[Insight]:
    """Yield what is wrong with one rule whatever the others are."""
    rule, catalogue = reach.rule, surveyor.catalogue
    actions = surveyor.covered(rule.action)
    if not actions:
        # The check of its types has said so.
        return
    workflows = catalogue.workflows
    if workflows and not any(map(rule.workflow.matches, workflows)):
        told = f"there is no workflow that {said(rule.workflow.pattern)} covers"
        yield _never(reach, surveyor, told)
        return
    grounds = surveyor.grounds(reach)
    if _nowhere(reach.applies, grounds):
        yield _never(reach, surveyor, _why(reach, surveyor))
    elif reach.narrows and rule.conditions and _nowhere(reach.met, grounds):
        yield _only_unchecked(reach, surveyor)


def first_in(boxes: Iterable[Box], reach: Reach, surveyor: Surveyor) -> Example | None:
    """Make an example that lies in one of these boxes, and that the rule applies to."""
    boxes = list(boxes)
    for action in surveyor.covered(reach.rule.action)[:2]:
        ground = surveyor.ground(action)
        for box in boxes:
            found = ground.find(box)
            if found is None:
                continue
            example = example_for(
                reach.rule, action, surveyor.catalogue, box=box, found=found
            )
            if applies_to(reach, example):
                return example
    return None


def _nowhere(boxes: Iterable[Box], grounds: Iterable[Ground]) -> bool:
    boxes = list(boxes)
    return not any(ground.find(box) is not None for ground in grounds for box in boxes)


def _never(reach: Reach, surveyor: Surveyor, why: str) -> Insight:
    rule = reach.rule
    action = surveyor.covered(rule.action)[0]
    example = example_for(rule, action, surveyor.catalogue)
    return Insight(
        "never_fires",
        rule.key,
        rule.number,
        "",
        action.name,
        f"{named(rule, first=True)} never applies: {why}.",
        # What an agent may send is not always known well enough.
        None if applies_to(reach, example) else example,
    )


def _only_unchecked(reach: Reach, surveyor: Surveyor) -> Insight:
    rule = reach.rule
    why = _why(reach, surveyor)
    return Insight(
        "only_unchecked",
        rule.key,
        rule.number,
        "",
        surveyor.covered(rule.action)[0].name,
        f"No action meets the conditions of {named(rule)}: {why}. "
        "It applies only where they cannot be checked.",
        first_in(reach.applies, reach, surveyor),
    )


def _why(reach: Reach, surveyor: Surveyor) -> str:
    for box in reach.every:
        clash = surveyor.anywhere.clash(box)
        if clash:
            return f"nothing is such that {said_clash(clash)}"
    for action in surveyor.covered(reach.rule.action):
        for box in reach.every:
            clash = surveyor.ground(action).clash(box)
            if clash:
                return f"in {action.name} it is never so that {said_clash(clash)}"
    return "its conditions cannot all hold"
