"""The answer: is this process ready, for this agent, now?"""

from datetime import datetime

from agents.models import Agent
from governance.models import Workflow
from governance.procedure import Procedure
from governance.readiness import Report, Roles, assess, raci
from governance.selectors.readiness.situations import situation_of
from governance.selectors.readiness.waivers import live_waivers


def roles_in(
    procedure: Procedure, *, workflow: Workflow, agent: Agent | None, now: datetime
) -> list[Roles]:
    """Return who does what in a process: responsible, accountable, asked, told."""
    return raci(situation_of(procedure, workflow=workflow, agent=agent, now=now))


def report_on(
    procedure: Procedure, *, workflow: Workflow, agent: Agent | None, now: datetime
) -> Report:
    """Return what every check says of a process, with what was waived."""
    situation = situation_of(procedure, workflow=workflow, agent=agent, now=now)
    return assess(situation, waivers=live_waivers(workflow, agent=agent))
