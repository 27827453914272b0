"""All checks, in the order in which a person would mend them."""

from governance.readiness.accountability import ACCOUNTABILITY
from governance.readiness.bounds import BOUNDS
from governance.readiness.lasting import RECOVERY, REVIEWS, TRACE
from governance.readiness.report import Check
from governance.readiness.structure import STRUCTURE

CHECKS: tuple[Check, ...] = (
    *STRUCTURE,
    *ACCOUNTABILITY,
    *BOUNDS,
    *TRACE,
    *RECOVERY,
    *REVIEWS,
)
_BY_CODE = {check.code: check for check in CHECKS}


def check_by_code(code: str) -> Check | None:
    """Return the check that is called so, or None."""
    return _BY_CODE.get(code)
