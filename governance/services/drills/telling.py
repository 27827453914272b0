"""What the ledger is told about a halt drill."""

from collections.abc import Mapping
from datetime import datetime

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Drill

# The task of the workers, rung when a drill is started.
DRILL = "governance.drill"
_MINUTE = 60


def record_drill(
    event: Event,
    drill: Drill,
    *,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record something about a drill."""
    about = {
        "agent": drill.agent.name,
        "workflow": drill.workflow_version.workflow.title,
    }
    record(
        event,
        target=Target("drill", drill.id),
        params={**about, **(params or {})},
        private=private,
        where=Circumstances(run=drill.run_id, agent=drill.agent_id),
    )


def milliseconds(since: datetime | None, until: datetime | None) -> int:
    """Return how long something took, in milliseconds; 0 where it never began."""
    if since is None or until is None:
        return 0
    return round((until - since).total_seconds() * 1000)


def in_words(since: datetime | None, until: datetime) -> str:
    """Return how long something took, for people: "48 s", "3 min 20 s"."""
    seconds = 0 if since is None else round((until - since).total_seconds())
    if seconds < _MINUTE:
        return f"{seconds} s"
    return f"{seconds // _MINUTE} min {seconds % _MINUTE} s"
