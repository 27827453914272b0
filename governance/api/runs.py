"""The calls about runs: translate in, one call to the domain, translate out."""

from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request

from governance.api.calls import (
    Body,
    Call,
    caller_of,
    calling_agent,
    in_scope,
    once,
    read,
    refusals_recorded,
)
from governance.api.openapi import described, named
from governance.api.representations import directive_view, note_view, run_view
from governance.api.serializers import (
    CompleteInput,
    HeartbeatInput,
    InterruptInput,
    NoteInput,
    OpenRunInput,
)
from governance.models import Run
from governance.selectors.runs import open_runs_of, run_of_agent
from governance.services import runs
from governance.services.sweep import sweep


def _own_run(request: Request, run_id: UUID) -> Run:
    return run_of_agent(run_id, agent_id=caller_of(request).agent_id, lock=True)


class RunsView(Call):
    """Opening runs, and finding those that go on."""

    @named("get_runs", "Which of my runs are open?")
    @described(answer="Runs")
    @in_scope
    def get(self, request: Request) -> Body:
        """Return this agent's open runs, newest first: also one that was resumed."""
        found = open_runs_of(caller_of(request).agent_id)
        return HTTPStatus.OK, {"runs": [run_view(one) for one in found]}

    @named("open_run", "I begin a run")
    @described(
        answer="Run",
        status=HTTPStatus.CREATED,
        request=OpenRunInput,
        keyed=True,
        refuses=[HTTPStatus.FORBIDDEN],
    )
    @refusals_recorded
    @once
    def post(self, request: Request) -> Body:
        """Open a run of a workflow."""
        given = read(OpenRunInput, request)
        run = runs.open_run(
            agent=calling_agent(request),
            workflow_key=given["workflow"],
            subject=given["subject"],
            given=given["input"],
        )
        return HTTPStatus.CREATED, run_view(run)


class RunView(Call):
    """One run."""

    @named("get_run", "How is my run?")
    @described(answer="Run", refuses=[HTTPStatus.NOT_FOUND])
    @in_scope
    def get(self, request: Request, run_id: UUID) -> Body:
        """Return a run of this agent."""
        run = run_of_agent(run_id, agent_id=caller_of(request).agent_id)
        return HTTPStatus.OK, run_view(run)


class HeartbeatView(Call):
    """Staying alive."""

    vital = True

    @named("send_heartbeat", "I am alive")
    @described(
        answer="Directive",
        request=HeartbeatInput,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    @in_scope
    def post(self, request: Request, run_id: UUID) -> Body:
        """Extend the lease; the answer says whether to stop."""
        given = read(HeartbeatInput, request)
        directive = runs.heartbeat(run=_own_run(request, run_id), **given)
        # Where no clock runs, the agents' heartbeats are one. A fault of the sweeper
        # is logged and no fault of this answer's.
        transaction.on_commit(sweep, robust=True)
        return HTTPStatus.OK, directive_view(directive)


class NotesView(Call):
    """The agent's own trace."""

    @named("add_note", "I have read or concluded this")
    @described(
        answer="Note",
        status=HTTPStatus.CREATED,
        request=NoteInput,
        keyed=True,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """Leave a note of what the agent read, concluded or decided not to do."""
        given = read(NoteInput, request)
        note = runs.note(run=_own_run(request, run_id), **given)
        return HTTPStatus.CREATED, note_view(note)


class CompleteView(Call):
    """Ending well."""

    @named("complete_run", "I am done")
    @described(
        answer="Run",
        request=CompleteInput,
        keyed=True,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """End a run whose actions are all over."""
        given = read(CompleteInput, request)
        return HTTPStatus.OK, run_view(
            runs.complete(run=_own_run(request, run_id), **given)
        )


class InterruptView(Call):
    """Stopping midway."""

    vital = True

    @named("interrupt_run", "I stop midway")
    @described(
        answer="Run",
        request=InterruptInput,
        keyed=True,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    @once
    def post(self, request: Request, run_id: UUID) -> Body:
        """Stop a run midway, by the agent's own word; its owner gets a ticket."""
        given = read(InterruptInput, request)
        run = runs.interrupt(
            run=_own_run(request, run_id),
            reason=given["reason"],
            safe_point=given["last_safe_point"],
            side_effects=given["side_effects"],
        )
        return HTTPStatus.OK, run_view(run)
