"""Gaps that somebody answers for, in writing and for a while."""

from uuid import UUID

from django.db.models import Q, QuerySet

from agents.models import Agent
from governance.models import Waiver, Workflow
from governance.readiness import Waived
from tenants.clock import RemitNow
from tenants.errors import NotFound


def live_waivers(workflow: Workflow, *, agent: Agent | None) -> list[Waived]:
    """Return the waivers that count for a process, with an agent or without one."""
    rows = _of(workflow, agent).filter(expires_at__gt=RemitNow())
    return [
        Waived(
            code=row.check_code,
            about=row.about,
            by=row.waived_by.user.name,
            reason=row.reason,
            until=row.expires_at,
        )
        for row in rows.filter(withdrawn_at__isnull=True)
    ]


def waivers_of(workflow: Workflow, *, agent: Agent | None) -> list[Waiver]:
    """Return all waivers that were ever given for a process, newest first."""
    rows = _of(workflow, agent).select_related("withdrawn_by__user")
    return list(rows.order_by("-waived_at", "-id"))


def waiver_by_id(waiver_id: UUID, *, lock: bool = False) -> Waiver:
    """Return a waiver; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Waiver.objects.select_related("workflow", "agent", "waived_by__user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=waiver_id).first()
    if found is None:
        raise NotFound("There is no such waiver.")
    return found


def _of(workflow: Workflow, agent: Agent | None) -> QuerySet[Waiver]:
    about = Q(agent__isnull=True) if agent is None else _also(agent)
    rows = Waiver.objects.filter(about, workflow=workflow)
    return rows.select_related("waived_by__user")


def _also(agent: Agent) -> Q:
    return Q(agent__isnull=True) | Q(agent=agent)
