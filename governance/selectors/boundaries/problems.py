"""What stands against a document before it is published."""

from collections.abc import Mapping
from typing import Any

from governance.engine.document import DocumentError, read_document
from governance.engine.typechecking import Problem, check_rules
from governance.selectors.catalogue_of_actions import catalogue_of_actions

_MOST_SAID = 5


def document_problems(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what is malformed, or cannot be checked at the actions it speaks of."""
    try:
        rules = read_document(document)
    except DocumentError as error:
        return (Problem(error.rule, error.path, error.problem),)
    return check_rules(rules, catalogue_of_actions())


def said_problems(problems: tuple[Problem, ...]) -> str:
    """Say the first few problems, and how many more there are."""
    told = [
        ", ".join(part for part in (one.rule and f"rule {one.rule}", one.path) if part)
        + f": {one.text}"
        for one in problems[:_MOST_SAID]
    ]
    spare = len(problems) - len(told)
    return "; ".join([*told, f"and {spare} more"] if spare else told)
