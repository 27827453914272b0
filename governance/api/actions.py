"""The calls about actions: translate in, one call to the domain, translate out."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from agents.models import Performer
from governance.api.calls import (
    Body,
    Call,
    caller_of,
    calling_agent,
    once,
    read,
    refusals_recorded,
    scope_of,
)
from governance.api.openapi import BUSY, WAIT, described, named
from governance.api.representations import action_view, answer_view, permit_view
from governance.api.serializers import AskInput, OutcomeInput
from governance.api.waiting import RETRY_AFTER_SECONDS, wait_for_change
from governance.models import Action, Result
from governance.selectors.runs import action_of_agent
from governance.services import intake, permits
from governance.states import ActionStatus, is_final
from tenants.errors import Invalid


class ActionsView(Call):
    """Asking."""

    @named("ask", "May I?")
    @described(
        answer="Action",
        status=HTTPStatus.CREATED,
        request=AskInput,
        keyed=True,
        refuses=[HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND],
    )
    @refusals_recorded
    @once
    def post(self, request: Request) -> Body:
        """Ask for an action. The answer is a decision, also when it is no."""
        given = read(AskInput, request)
        asked = intake.Asked(**given)
        answered = intake.ask(agent=calling_agent(request), asked=asked)
        return HTTPStatus.CREATED, answer_view(answered)


class ActionView(Call):
    """One action."""

    query = frozenset({"wait"})

    @named("get_action", "What became of it?")
    @described(
        answer="Action",
        refuses=[HTTPStatus.NOT_FOUND],
        parameters=[WAIT, BUSY],
    )
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return an action; with ``wait`` (seconds), once it has changed."""
        seconds = _seconds(request)
        first: list[str] = []

        def look() -> dict[str, Any]:
            with scope_of(request):
                agent_id = caller_of(request).agent_id
                seen = action_of_agent(action_id, agent_id=agent_id)
                first.append(seen.status)
                return action_view(seen)

        def done(seen: dict[str, Any]) -> bool:
            # What is over does not change any more, and what the agent is to start
            # changes only by the agent: nobody waits for either.
            status = ActionStatus(seen["status"])
            mine = (ActionStatus.AUTHORIZED, Performer.AGENT)
            is_mine = (status, seen["performer"]) == mine
            return status != first[0] or is_final(status) or is_mine

        body, waited = wait_for_change(look, done=done, seconds=seconds)
        headers = {} if waited else {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return Response(body, headers=headers)


class StartView(Call):
    """Carrying an action out oneself."""

    @named("start_action", "I begin")
    @described(
        answer="StartedAction",
        keyed=True,
        refuses=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
    )
    @once
    def post(self, request: Request, action_id: UUID) -> Body:
        """Ask the gate again and return the permit, where the agent carries it out."""
        action = _own_action(request, action_id)
        permit = permits.start(action)
        return HTTPStatus.OK, action_view(action) | {"permit": permit_view(permit)}


class OutcomeView(Call):
    """Saying what became of it."""

    vital = True

    @named("report_outcome", "This became of it")
    @described(
        answer="Action",
        request=OutcomeInput,
        keyed=True,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    @once
    def post(self, request: Request, action_id: UUID) -> Body:
        """Settle an action that the agent carried out; any doubt is ``unknown``."""
        given = read(OutcomeInput, request)
        action = _own_action(request, action_id)
        permits.report(
            action,
            result=_RESULTS[given["status"]],
            summary=given["summary"],
            evidence=given["evidence"],
        )
        return HTTPStatus.OK, action_view(action)


_RESULTS = {
    "succeeded": Result.DONE,
    "failed": Result.FAILED_CLEAN,
    "unknown": Result.UNKNOWN,
}


def _own_action(request: Request, action_id: UUID) -> Action:
    return action_of_agent(action_id, agent_id=caller_of(request).agent_id, lock=True)


def _seconds(request: Request) -> float:
    text = request.query_params.get("wait", "0")
    if not text.isascii() or not text.isdigit():
        raise Invalid("Give whole seconds.", field="wait")
    return float(text[:4])
