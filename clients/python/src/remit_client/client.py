"""The client: what an agent asks of Remit, and waits for."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

import httpx2

from remit_client.calls import Calls, OutcomeStatus
from remit_client.gate import Gate, Resource
from remit_client.models import Action, Agent, Started
from remit_client.run import Run, current_run, question_of
from remit_client.transport import Transport
from remit_client.waiting import wait_for

P = ParamSpec("P")
R = TypeVar("R")
TIMEOUT_SECONDS = 60.0


class Remit:
    """Speaks for one agent. Threads may share it.

    Every call may raise Problem, with what Remit has to say against it, or
    Unreachable, when there was no answer within ``timeout`` seconds of trying.
    ``traceparent`` returns the trace that the agent is in, as W3C Trace Context writes
    it, or None; Remit keeps it with what the call does.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        traceparent: Callable[[], str | None] = lambda: None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._transport = Transport(
            base_url=base_url,
            key=key,
            timeout=timeout,
            traceparent=traceparent,
            transport=transport,
        )
        #: The calls one by one, for programs that keep track of runs by themselves.
        self.calls = Calls(self._transport)

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def agent(self) -> Agent:
        """Return who this agent is, who answers for it and what it may do."""
        return self.calls.agent()

    def halt(self, reason: str) -> None:
        """Halt this agent: nothing of it passes the gate until a person lifts that."""
        self.calls.halt(reason)

    def open_run(
        self,
        workflow: str,
        *,
        subject: str = "",
        input: Mapping[str, Any] | None = None,  # noqa: A002 - as the API calls it
        key: str | None = None,
    ) -> Run:
        """Open a run of a workflow, to be used in a ``with`` block.

        With the key of an earlier call, this is the run that it opened.
        """
        state = self.calls.open_run(workflow, subject=subject, given=input, key=key)
        return Run(self.calls, state)

    def open_runs(self) -> list[Run]:
        """Return this agent's open runs, newest first, to be gone on with.

        Each in a ``with`` block, as one that was just opened: from ``state.save_point``
        on. A person may have let one go on that had stopped.
        """
        return [Run(self.calls, state) for state in self.calls.open_runs()]

    def act(
        self,
        action: str,
        parameters: Mapping[str, Any],
        *,
        reason: str,
        run: Run | None = None,
        workflow: str | None = None,
        step: str | None = None,
        resource: Resource | None = None,
        wait: float | None = 0.0,
        key: str | None = None,
    ) -> Action:
        """Ask for an action in a run, or in one of its own, and return it.

        The answer may be no: look at ``status``. With ``wait`` it is returned once it
        is over or this agent's to start, or after so many seconds (None: however long
        that takes).
        """
        question = question_of(action, parameters, reason, step, resource)
        if run is not None:
            return run.ask(question, wait=wait, key=key)
        named = question | ({"workflow": workflow} if workflow else {})
        asked = self.calls.ask(named, key=key)
        return wait_for(self.calls, asked, seconds=wait)

    def action(self, action: Action | str, *, wait: float = 0.0) -> Action:
        """Return an action; with ``wait`` (25 s at most), once it has changed."""
        if not wait:
            return self.calls.action(_id(action))
        return self.calls.poll(_id(action), seconds=wait)[0]

    def wait(self, action: Action | str, timeout: float | None = None) -> Action:
        """Return an action once it is over or this agent's to start.

        After ``timeout`` seconds it is returned as it then is.

        Raises:
            Stopped, Fenced: the run in whose block this is must not go on.
        """
        run, now = current_run(), self.calls.action(_id(action))
        if run is None or run.id != now.run:
            return wait_for(self.calls, now, seconds=timeout)
        return wait_for(self.calls, now, seconds=timeout, check=run.check)

    def start(self, action: Action | str, *, key: str | None = None) -> Started:
        """Have the gate asked again, and return the permit to carry the action out.

        Without a permit in it, the action must not be carried out.
        """
        return self.calls.start(_id(action), key=key)

    def outcome(
        self,
        action: Action | str,
        status: OutcomeStatus,
        summary: str,
        evidence: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
    ) -> Action:
        """Say what became of an action that was started here, and return it.

        ``failed`` means that it provably had no effect: any doubt is ``unknown``.
        """
        return self.calls.outcome(
            _id(action), status, summary=summary, evidence=evidence, key=key
        )

    def gated(
        self,
        action: str,
        *,
        reason: str | Callable[..., str],
        workflow: str = "",
        step: str | None = None,
        resource: Resource | Callable[..., Resource] | None = None,
        wait: float | None = None,
        key: Callable[..., str] | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Put a function behind the gate; its arguments are the action's parameters.

        Called inside a run's block it belongs to that run, elsewhere to one of its
        own of ``workflow``. What it returns is reported as succeeded, NoEffect as
        failed, any other exception as unknown; both are raised again. ``reason``,
        ``resource`` and ``key`` may be functions of the same arguments.

        Calling it raises:
            Refused: the answer was no, and the function was not run.
            Unanswered: nobody answered within ``wait`` seconds.
            AlreadyStarted: the same ``key`` was started before.
            NotTheAgents: the platform carries this action out.
            Unreported: the function has returned, but Remit could not be told.
        """
        gate = Gate(
            calls=self.calls,
            action=action,
            reason=reason,
            workflow=workflow,
            step=step,
            resource=resource,
            wait=wait,
            key=key,
        )
        return gate.around


def _id(action: Action | str) -> str:
    return action if isinstance(action, str) else action.id
