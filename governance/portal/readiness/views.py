"""One process, for one agent: what keeps them apart, and where each gap is mended."""

from http import HTTPStatus
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agents.models import Agent
from governance.models import Clearance, Workflow, WorkflowVersion
from governance.portal.readiness.forms import AgentChoice, WaiverForm
from governance.portal.readiness.mending import IN_THE_PROCESS, OpenGap, Place
from governance.portal.readiness.wording import heading_of, lead_of
from governance.procedure import read_procedure
from governance.readiness import Report
from governance.selectors.clearances import current_version, workflow_by_id
from governance.selectors.fleet import agents_by_name
from governance.selectors.readiness import drills_of, report_on, waivers_of
from governance.selectors.standing import live_clearances
from governance.services.drafting import MAY_WRITE
from governance.services.waiving import MOST_DAYS
from tenants.clock import database_now
from tenants.errors import NotFound
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page

MAY_WAIVE = (Role.ADMIN,)
MAY_DRILL = (Role.ADMIN, Role.OPERATOR)


@client_page()
@require_safe
def readiness(request: PortalRequest, workflow_id: UUID) -> HttpResponse:
    """Show whether a process is ready, for the agent that is asked about."""
    workflow = workflow_by_id(workflow_id)
    return readiness_page(request, workflow, agent=asked_agent(request))


def asked_agent(request: PortalRequest) -> Agent | None:
    """Return the agent that ``?agent=`` names; where there is only one, that one."""
    agents = agents_by_name()
    asked = request.GET.get("agent", "") or request.POST.get("agent", "")
    if not asked:
        return agents[0] if len(agents) == 1 else None
    found = next((one for one in agents if str(one.id) == asked), None)
    if found is None:
        raise NotFound("There is no such agent.")
    return found


def published(workflow: Workflow) -> WorkflowVersion:
    """Return the newest version of a process.

    Raises:
        NotFound: nothing of it has been published.
    """
    version = current_version(workflow)
    if version is None:
        raise NotFound("Nothing of this process has been published yet.")
    return version


def readiness_page(
    request: PortalRequest,
    workflow: Workflow,
    *,
    agent: Agent | None,
    waiving: WaiverForm | None = None,
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page; ``waiving`` and ``refused`` are forms that were refused."""
    version, now = published(workflow), database_now()
    report = report_on(
        read_procedure(version.steps),
        workflow=workflow,
        agent=agent,
        now=now,
    )
    role = request.visit.membership.role
    live = [] if agent is None else _live(agent, workflow)
    context = {
        "section": "workflows",
        "version": version,
        "workflow": workflow,
        "agent": agent,
        "choice": AgentChoice(
            initial={"agent": agent and agent.id}, agents=agents_by_name()
        ),
        "report": report,
        "heading": heading_of(version, report, agent),
        "lead": lead_of(version, report, live),
        "open": _shown(
            report,
            Place(request.visit.client, workflow, agent),
            may_write=role in MAY_WRITE,
        ),
        "waivers": waivers_of(workflow, agent=agent),
        "drills": drills_of(workflow, agent=agent),
        "waiving": waiving,
        "problems": [
            problem
            for form in (waiving, refused)
            if form is not None
            for problem in _problems(form)
        ],
        "now": now,
        "most_days": MOST_DAYS,
        "may_waive": role in MAY_WAIVE,
        "may_drill": role in MAY_DRILL,
    }
    return render(request, "governance/readiness.html", context, status=status)


def _problems(form: Form) -> list[str]:
    return [str(one) for problems in form.errors.values() for one in problems]


def _live(agent: Agent, workflow: Workflow) -> list[Clearance]:
    return [
        one
        for one in live_clearances(agent)
        if one.workflow_version.workflow_id == workflow.id
    ]


def _shown(report: Report, place: Place, *, may_write: bool) -> list[OpenGap]:
    return [
        OpenGap(check, gap, place.mend(gap), may_write and gap.mend in IN_THE_PROCESS)
        for check, gap in report.gaps
    ]
