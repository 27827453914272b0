"""Reads: what stands against drafted rules, and what is to be said about them."""

from dataclasses import dataclass

from governance.engine.analysis import Analysis, analyse
from governance.engine.document import DocumentError, Rule, read_document
from governance.engine.typechecking import Problem, check_rules
from governance.selectors.boundaries import (
    current_guardrails,
    draft_document,
)
from governance.selectors.catalogue_of_actions import catalogue_of_actions

_NOTHING = Analysis(())


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands against publishing the drafted rules, and what is odd about them."""

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    analysis: Analysis


def draft_findings() -> Findings:
    """Return what the drafted rules look like beside all that the client has.

    Rules that cannot even be read are one problem, and are not analysed.
    """
    document = draft_document()
    try:
        rules = read_document(document)
    except DocumentError as error:
        problem = Problem(error.rule, error.path, error.problem)
        return Findings((), (problem,), _NOTHING)
    catalogue, guardrails = catalogue_of_actions(), current_guardrails()
    platform = guardrails.document if guardrails else None
    analysis = analyse(
        rules,
        catalogue,
        lists=document["lists"],
        guardrails=read_document(platform, guardrails=True) if platform else (),
        guardrail_lists=platform["lists"] if platform else None,
    )
    return Findings(rules, check_rules(rules, catalogue), analysis)
