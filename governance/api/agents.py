"""The agent's call about itself."""

from datetime import UTC, datetime
from http import HTTPStatus

from rest_framework.request import Request

from agents.selectors import accountable, current_action_types
from governance.api.calls import Body, Call, calling_agent, in_scope, once, read
from governance.api.openapi import AT, LAST_SECOND, described, named
from governance.api.representations import accountable_view, agent_view, halt_view
from governance.api.serializers import HaltInput
from governance.selectors.boundaries import current_boundary
from governance.selectors.powers import powers_of
from governance.selectors.standing import live_clearances, standing
from governance.services.halts import halt_itself
from tenants.clock import database_now
from tenants.errors import Invalid

_MOST_DIGITS = len(str(LAST_SECOND))


class AccountableView(Call):
    """Who answered for me then?"""

    query = frozenset({"at"})

    @named("get_accountable", "Who answered for me at a moment?")
    @described(answer="Accountable", parameters=[AT])
    @in_scope
    def get(self, request: Request) -> Body:
        """Return who answered for the agent at ``at`` (seconds since 1970), or now."""
        agent, at = calling_agent(request), _moment(request)
        found = accountable(agent.id, at=at)
        return HTTPStatus.OK, accountable_view(found, at=at)


def _moment(request: Request) -> datetime:
    text = request.query_params.get("at")
    if text is None:
        return database_now()
    digits = text.lstrip("0") or "0"
    whole = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    if not text or not whole or int(digits) > LAST_SECOND:
        told = f"Give whole seconds since 1970, {LAST_SECOND} at most."
        raise Invalid(told, field="at")
    return datetime.fromtimestamp(int(digits), UTC)


class AgentHaltView(Call):
    """Stopping myself."""

    vital = True

    @named("halt_agent", "I must not go on")
    @described(
        answer="Halt",
        status=HTTPStatus.CREATED,
        request=HaltInput,
        keyed=True,
        refuses=[HTTPStatus.CONFLICT],
    )
    @once
    def post(self, request: Request) -> Body:
        """Halt the agent by its own word, at its next gate. Only a person lifts it."""
        given = read(HaltInput, request)
        halt = halt_itself(calling_agent(request), reason=given["reason"])
        return HTTPStatus.CREATED, halt_view(halt)


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
