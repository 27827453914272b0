"""What would not be ready any more if a person left: told before they are let go."""

from dataclasses import dataclass

from governance.models import Clearance
from governance.procedure import read_procedure
from governance.readiness import Gap, assess, without
from governance.selectors.readiness.situations import situation_of
from governance.selectors.readiness.waivers import live_waivers
from tenants.clock import RemitNow, database_now
from tenants.models import Membership


@dataclass(frozen=True, slots=True)
class Unready:
    """A clearance that would not count without a person, and what would be missing."""

    clearance: Clearance
    gaps: tuple[Gap, ...]


def unready_without(membership: Membership) -> list[Unready]:
    """Return the clearances that are ready now and would not be without a person.

    Looks at who can be asked, in groups and by name; that an owner or a deputy would
    be missing is no news of it. About a dozen queries for each clearance.
    """
    now = RemitNow()
    rows = Clearance.objects.filter(
        revoked_at__isnull=True, expires_at__gt=now, readiness__ready_until__gt=now
    )
    rows = rows.select_related("agent", "workflow_version__workflow")
    found = [(one, _missing(one, membership)) for one in rows.order_by("agent__name")]
    return [Unready(clearance, gaps) for clearance, gaps in found if gaps]


def _missing(clearance: Clearance, membership: Membership) -> tuple[Gap, ...]:
    version, agent = clearance.workflow_version, clearance.agent
    situation = situation_of(
        read_procedure(version.steps),
        workflow=version.workflow,
        agent=agent,
        now=database_now(),
    )
    waivers = live_waivers(version.workflow, agent=agent)
    before = set(assess(situation, waivers=waivers).gaps)
    after = assess(without(situation, str(membership.id)), waivers=waivers)
    return tuple(one.gap for one in after.gaps if one not in before)
