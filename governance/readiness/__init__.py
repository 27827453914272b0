"""Whether a process may be given to an agent: the checks, pure and explained.

Nothing here reads the database or the clock: a ``Situation`` holds all that is
looked at, and ``assess`` answers with every gap in words.
"""

from governance.readiness.assessing import assess
from governance.readiness.catalogue import CHECKS, check_by_code
from governance.readiness.raci import Roles, raci
from governance.readiness.report import (
    Area,
    Check,
    Gap,
    Look,
    Mend,
    Missing,
    Report,
    Result,
    Waived,
)
from governance.readiness.situation import (
    Act,
    Agent,
    Asked,
    Coverage,
    Due,
    Person,
    Situation,
    without,
)

__all__ = [
    "CHECKS",
    "Act",
    "Agent",
    "Area",
    "Asked",
    "Check",
    "Coverage",
    "Due",
    "Gap",
    "Look",
    "Mend",
    "Missing",
    "Person",
    "Report",
    "Result",
    "Roles",
    "Situation",
    "Waived",
    "assess",
    "check_by_code",
    "raci",
    "without",
]
