"""The calls of agents: translate in, one call to the domain, translate out."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agents.selectors import accountable, current_action_types
from governance.api.calls import (
    Body,
    caller_of,
    calling_agent,
    in_scope,
    once,
    refusals_recorded,
)
from governance.api.openapi import WAIT, described
from governance.api.representations import (
    action_view,
    agent_view,
    directive_view,
    note_view,
    permit_view,
    run_view,
)
from governance.api.serializers import (
    AskInput,
    CompleteInput,
    HeartbeatInput,
    InterruptInput,
    NoteInput,
    OpenRunInput,
    OutcomeInput,
    StrictSerializer,
)
from governance.api.waiting import RETRY_AFTER_SECONDS, wait_for_change
from governance.models import Action, Result, Run
from governance.selectors.runs import action_of_agent, run_of_agent
from governance.selectors.standing import live_clearances, standing
from governance.services import intake, permits, runs
from governance.services.sweep import sweep
from tenants.errors import Invalid
from tenants.scoping import client_scope


def _read(shape: type[StrictSerializer], request: Request) -> dict[str, Any]:
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _own_run(request: Request, run_id: UUID) -> Run:
    return run_of_agent(run_id, agent_id=caller_of(request).agent_id, lock=True)


class AgentView(APIView):
    """Who am I?"""

    @described(request=None, status=HTTPStatus.OK)
    @in_scope
    def get(self, request: Request) -> Body:
        """Return who the agent is, who answers for it and what it may ask for."""
        agent = calling_agent(request)
        clearances = live_clearances(agent)
        workflows = [one.workflow_version.workflow for one in clearances]
        return HTTPStatus.OK, agent_view(
            agent,
            owner=accountable(agent.id),
            clearances=clearances,
            standings=[standing(agent, workflow) for workflow in workflows],
            actions=current_action_types(),
        )


class RunsView(APIView):
    """Opening runs."""

    @described(request=OpenRunInput, status=HTTPStatus.CREATED)
    @refusals_recorded
    @once
    def post(self, request: Request) -> Body:
        """Open a run of a workflow."""
        given = _read(OpenRunInput, request)
        run = runs.open_run(
            agent=calling_agent(request),
            workflow_key=given["workflow"],
            subject=given["subject"],
            given=given["input"],
        )
        return HTTPStatus.CREATED, run_view(run)


class RunView(APIView):
    """One run."""

    @described(request=None, status=HTTPStatus.OK)
    @in_scope
    def get(self, request: Request, run_id: UUID) -> Body:
        """Return a run of this agent."""
        run = run_of_agent(run_id, agent_id=caller_of(request).agent_id)
        return HTTPStatus.OK, run_view(run)


class HeartbeatView(APIView):
    """Staying alive."""

    @described(request=HeartbeatInput, status=HTTPStatus.OK)
    @in_scope
    def post(self, request: Request, run_id: UUID) -> Body:
        """Extend the lease; the answer says whether to stop."""
        given = _read(HeartbeatInput, request)
        directive = runs.heartbeat(run=_own_run(request, run_id), **given)
        # Where no clock runs, the agents' heartbeats are one. A fault of the sweeper
        # is logged and no fault of this answer's.
        transaction.on_commit(sweep, robust=True)
        return HTTPStatus.OK, directive_view(directive)


class NotesView(APIView):
    """The agent's own trace."""

    @described(request=NoteInput, status=HTTPStatus.CREATED)
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """Leave a note of what the agent read, concluded or decided not to do."""
        given = _read(NoteInput, request)
        note = runs.note(run=_own_run(request, run_id), **given)
        return HTTPStatus.CREATED, note_view(note)


class CompleteView(APIView):
    """Ending well."""

    @described(request=CompleteInput, status=HTTPStatus.OK)
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """End a run whose actions are all over."""
        given = _read(CompleteInput, request)
        return HTTPStatus.OK, run_view(
            runs.complete(run=_own_run(request, run_id), **given)
        )


class InterruptView(APIView):
    """Stopping midway."""

    @described(request=InterruptInput, status=HTTPStatus.OK)
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """Stop a run midway, by the agent's own word; its owner gets a ticket."""
        given = _read(InterruptInput, request)
        run = runs.interrupt(
            run=_own_run(request, run_id),
            reason=given["reason"],
            safe_point=given["last_safe_point"],
            side_effects=given["side_effects"],
        )
        return HTTPStatus.OK, run_view(run)


class ActionsView(APIView):
    """Asking."""

    @described(request=AskInput, status=HTTPStatus.CREATED)
    @refusals_recorded
    @once
    def post(self, request: Request) -> Body:
        """Ask for an action. The answer is a decision, also when it is no."""
        given = _read(AskInput, request)
        asked = intake.Asked(**given)
        action = intake.ask(agent=calling_agent(request), asked=asked)
        return HTTPStatus.CREATED, action_view(action)


class ActionView(APIView):
    """One action."""

    @described(request=None, status=HTTPStatus.OK, parameters=[WAIT])
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return an action; with ``wait`` (seconds), once it has changed."""
        seconds = _seconds(request)
        first: list[str] = []

        def look() -> dict[str, Any]:
            caller = caller_of(request)
            with client_scope(caller.client_id, actor=caller.actor):
                seen = action_of_agent(action_id, agent_id=caller.agent_id)
                first.append(seen.status)
                return action_view(seen)

        body, waited = wait_for_change(
            look, done=lambda seen: seen["status"] != first[0], seconds=seconds
        )
        headers = {} if waited else {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return Response(body, headers=headers)


class StartView(APIView):
    """Carrying an action out oneself."""

    @described(request=None, status=HTTPStatus.OK)
    @once
    def post(self, request: Request, action_id: UUID) -> Body:
        """Ask the gate again and return the permit, where the agent carries it out."""
        action = _own_action(request, action_id)
        permit = permits.start(action)
        return HTTPStatus.OK, action_view(action) | {"permit": permit_view(permit)}


class OutcomeView(APIView):
    """Saying what became of it."""

    @described(request=OutcomeInput, status=HTTPStatus.OK)
    @once
    def post(self, request: Request, action_id: UUID) -> Body:
        """Settle an action that the agent carried out; any doubt is ``unknown``."""
        given = _read(OutcomeInput, request)
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
