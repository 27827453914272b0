"""What is asked of a boundary."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Whether this agent may do this action in this workflow.

    `workflow` is empty for an action outside any workflow. `values` has what rules
    may look at, below the roots parameters, resource, agent, workflow, facts, time.
    """

    agent: str
    workflow: str
    action: str
    values: Mapping[str, object]
