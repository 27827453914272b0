"""Starting halt drills by the calendar, as the client has settled it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from agents.selectors import accountable
from governance.models import Clearance, Drill
from governance.selectors.readiness import last_started, policy
from governance.services.drills.rehearsing import ANSWER_WITHIN
from governance.services.drills.starting import begin
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Client
from tenants.working_hours import read_hours

# The handover follows within seconds, and then somebody has so long to answer.
_AROUND = ANSWER_WITHIN + timedelta(minutes=5)


def start_if_due(clearance: Clearance) -> Drill | None:
    """Start a drill of a cleared agent whose last one is too long ago; None if not.

    Only while people work, since somebody has to answer it; in the name of who
    answers for the agent.
    """
    days = policy().drill_days
    held = accountable(clearance.agent_id)
    if days is None or held is None or not _is_live(clearance):
        return None
    now, version = database_now(), clearance.workflow_version
    last = last_started(clearance.agent, version.workflow)
    if last is not None and last > now - timedelta(days=days):
        return None
    client = Client.objects.get()
    hours, zone = read_hours(client.working_hours), ZoneInfo(client.time_zone)
    if not hours.covers(now, _AROUND, zone=zone):
        return None
    try:
        return begin(clearance.agent, version, by=held.membership)
    except Conflict:
        # Somebody has started one meanwhile, or there is nothing to stop midway.
        return None


def _is_live(clearance: Clearance) -> bool:
    ended = clearance.revoked_at or clearance.fell_at
    return ended is None and clearance.expires_at > database_now()
