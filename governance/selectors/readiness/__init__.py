"""Reads: whether a process is ready for an agent, and what makes it so."""

from governance.selectors.readiness.agenda import Line, agenda
from governance.selectors.readiness.drills import (
    drill_by_id,
    drills_of,
    last_passed,
    last_started,
    open_drill,
)
from governance.selectors.readiness.due import readiness_due
from governance.selectors.readiness.leaving import Unready, unready_without
from governance.selectors.readiness.policy import policy
from governance.selectors.readiness.reports import report_on, roles_in
from governance.selectors.readiness.reviews import (
    REVIEW_EVERY,
    boundary_due,
    clearance_due,
)
from governance.selectors.readiness.situations import situation_of
from governance.selectors.readiness.waivers import (
    live_waivers,
    waiver_by_id,
    waivers_of,
)

__all__ = [
    "REVIEW_EVERY",
    "Line",
    "Unready",
    "agenda",
    "boundary_due",
    "clearance_due",
    "drill_by_id",
    "drills_of",
    "last_passed",
    "last_started",
    "live_waivers",
    "open_drill",
    "policy",
    "readiness_due",
    "report_on",
    "roles_in",
    "situation_of",
    "unready_without",
    "waiver_by_id",
    "waivers_of",
]
