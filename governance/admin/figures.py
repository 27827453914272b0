"""The figures of the dashboard: what each counts, and the list that it leads to."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse

from governance.selectors import oversight
from governance.states import ActionStatus

# Their lists, as the admin names them.
AGENTS, CLEARANCES = "agents_agent", "governance_clearance"
ACTIONS, TICKETS = "governance_action", "governance_ticket"
HALTS, CHECKPOINTS = "governance_halt", "governance_checkpoint"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its title, its list with the filter that shows what it counts.

    ``one`` and ``many`` continue a sentence after the number; a figure without them
    is no trouble by itself.
    """

    title: str
    page: str
    asked: tuple[str, str]
    one: str = ""
    many: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether somebody should see to what it counts."""
        return bool(self.one)

    def url(self, client: str = "") -> str:
        """Return the list of what it counts, of one client or of all."""
        asked = dict([self.asked]) | ({"client": client} if client else {})
        return f"{reverse(f'admin:{self.page}_changelist')}?{urlencode(asked)}"

    def told(self, count: int) -> str:
        """Return what it counts, as part of a sentence."""
        return f"{apnumber(count)} {self.one if count == 1 else self.many}"


# By the names of governance.selectors.dashboard, the most pressing first.
FIGURES = {
    "overdue": Figure(
        "Overdue", TICKETS, ("deadline", "passed"), "overdue ticket", "overdue tickets"
    ),
    "unknown": Figure(
        "Unknown outcomes",
        ACTIONS,
        ("status", ActionStatus.UNKNOWN.value),
        "unknown outcome",
        "unknown outcomes",
    ),
    "unheeded": Figure(
        "Not acknowledged in time",
        TICKETS,
        ("progress", "not acknowledged in time"),
        "ticket that nobody acknowledged in time",
        "tickets that nobody acknowledged in time",
    ),
    "tickets": Figure("Open tickets", TICKETS, ("progress", "not resolved")),
    "ownerless": Figure(
        "Nobody answers",
        AGENTS,
        ("owner", "nobody"),
        "agent for which nobody answers",
        "agents for which nobody answers",
    ),
    "unconfirmed": Figure(
        "Owner's review overdue",
        AGENTS,
        ("owner", oversight.LATE_WORD),
        "agent whose owner has not said again that they answer",
        "agents whose owners have not said again that they answer",
    ),
    "ended": Figure(
        "Ended, not renewed",
        CLEARANCES,
        ("state", oversight.ENDED),
        "clearance that ended",
        "clearances that ended",
    ),
    "unsigned": Figure(
        "Wait for your signature",
        CLEARANCES,
        ("state", oversight.UNSIGNED),
        "clearance that waits for a lead",
        "clearances that wait for a lead",
    ),
    "unready": Figure(
        "Not ready",
        CLEARANCES,
        ("state", oversight.UNREADY),
        "clearance that is not ready",
        "clearances that are not ready",
    ),
    "unreviewed": Figure(
        "Review overdue",
        CLEARANCES,
        ("state", oversight.UNREVIEWED),
        "clearance whose review is overdue",
        "clearances whose review is overdue",
    ),
    "ending": Figure(
        f"End within {oversight.SOON_DAYS} days",
        CLEARANCES,
        ("state", oversight.SOON),
        "clearance about to end",
        "clearances about to end",
    ),
    "late": Figure(
        "Past the deadline",
        CHECKPOINTS,
        ("deadline", "passed"),
        "checkpoint past its deadline",
        "checkpoints past their deadline",
    ),
    "hour": Figure("Under 1 hour", CHECKPOINTS, ("age", "under 1 hour")),
    "day": Figure("Under 1 day", CHECKPOINTS, ("age", "under 1 day")),
    "older": Figure("Older", CHECKPOINTS, ("age", "older")),
    "halts": Figure(
        "Halts in force",
        HALTS,
        ("state", "in force"),
        "halt in force",
        "halts in force",
    ),
}
