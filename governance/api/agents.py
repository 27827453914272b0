"""The agent's call about itself."""

from http import HTTPStatus

from rest_framework.request import Request

from agents.selectors import accountable, current_action_types
from governance.api.calls import Body, Call, calling_agent, in_scope
from governance.api.openapi import described, named
from governance.api.representations import agent_view
from governance.selectors.boundaries import current_boundary
from governance.selectors.powers import powers_of
from governance.selectors.standing import live_clearances, standing


class AgentView(Call):
    """Who am I?"""

    @named("get_agent", "Who am I, and what may I do?")
    @described(answer="Agent")
    @in_scope
    def get(self, request: Request) -> Body:
        """Return who the agent is, who answers for it and what it may ask for."""
        agent = calling_agent(request)
        clearances = live_clearances(agent)
        boundary = current_boundary()
        workflows = [one.workflow_version.workflow for one in clearances]
        return HTTPStatus.OK, agent_view(
            agent,
            owner=accountable(agent.id),
            clearances=clearances,
            standings=[standing(agent, workflow) for workflow in workflows],
            boundary=boundary,
            powers=powers_of(
                agent,
                boundary=boundary,
                workflows=[one.key for one in workflows],
                action_types=current_action_types(),
            ),
        )
