"""A run that is being worked on: alive while the agent is in its ``with`` block."""

from collections.abc import Mapping
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Self

from remit_client.calls import Calls, SideEffects
from remit_client.effects import Effects
from remit_client.errors import Conflict, Fenced, RemitError, Unreachable
from remit_client.heartbeats import Heartbeats
from remit_client.models import Action, Json, RunState
from remit_client.waiting import wait_for
from remit_client.wording import plain, told

_CURRENT: ContextVar["Run | None"] = ContextVar("remit_run", default=None)
_LONGEST_SAFE_POINT = 200


def current_run() -> "Run | None":
    """Return the run in whose ``with`` block this is called, if it is in one."""
    return _CURRENT.get()


class Run:
    """A run of this agent's. Use it as a context manager.

    Inside the block it is kept alive by heartbeats. Leaving it completes the run,
    leaving it by an exception interrupts it, with what is known of its effects: the
    person who answers for the agent gets a ticket.
    """

    def __init__(self, calls: Calls, state: RunState) -> None:
        self.id = state.id
        self.number = state.number
        self.state = state
        #: What completing the run says, unless ``complete`` says something else.
        self.summary = "The agent has come to the end of its work."
        #: Up to where everything is well, in the agent's words; for whoever takes over.
        self.safe_point = ""
        self.effects = Effects(calls)
        self._calls = calls
        self._heartbeats = Heartbeats(calls, state)
        self._is_ended = False
        self._token: Token[Run | None] | None = None

    def __enter__(self) -> Self:
        """Begin the heartbeats."""
        self._heartbeats.begin()
        self._token = _CURRENT.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete or interrupt the run, and end the heartbeats."""
        if self._token is not None:
            _CURRENT.reset(self._token)
        try:
            if error is not None:
                self._interrupt_after(error)
            elif not self._is_ended:
                self._complete_or_interrupt()
        finally:
            self._heartbeats.end()

    @property
    def should_stop(self) -> bool:
        """Whether the run must not go on, as far as the last heartbeat knows."""
        return self._heartbeats.stop is not None

    def check(self) -> None:
        """Return while the run may go on.

        Raises:
            Stopped: a person or the platform has said no.
            Fenced: the run was taken from this process, which had been silent.
        """
        self._heartbeats.check()

    def act(
        self,
        action: str,
        parameters: Mapping[str, Any],
        *,
        reason: str,
        step: str | None = None,
        resource: tuple[str, str] | None = None,
        wait: float | None = 0.0,
        key: str | None = None,
    ) -> Action:
        """Ask for an action in this run and return it; see ``Remit.act``.

        Raises:
            Stopped, Fenced: the run must not go on.
        """
        question = question_of(action, parameters, reason, step, resource)
        return self.ask(question, wait=wait, key=key)

    def ask(self, question: Json, *, wait: float | None, key: str | None) -> Action:
        """Ask a question in this run, as ``act`` does."""
        self.check()
        try:
            asked = self._calls.ask(question | {"run": self.id}, key=key)
        except Unreachable:
            self.effects.lose()
            raise
        self.effects.see(asked)
        return wait_for(self._calls, asked, seconds=wait, check=self.check)

    def note(
        self,
        text: str,
        data: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        """Leave a note of what the agent read, concluded or decided not to do."""
        self.check()
        self._calls.note(self.id, text, data=data, key=key)

    def save(self, save_point: Json) -> None:
        """Keep the agent's own state with the run, for whoever takes over.

        Raises:
            Stopped, Fenced: the run must not go on.
        """
        self._heartbeats.save(save_point)

    def complete(self, summary: str, *, key: str | None = None) -> None:
        """End the run well: its actions are all over."""
        self.check()
        self.state = self._calls.complete(self.id, summary=summary, key=key)
        self._is_ended = True

    def interrupt(
        self,
        reason: str,
        *,
        last_safe_point: str | None = None,
        side_effects: SideEffects | None = None,
        key: str | None = None,
    ) -> None:
        """Stop midway. What is not given is told from what was seen in this run."""
        happened = side_effects or self.effects.told()
        safe_point = last_safe_point or self._safe_point()
        self.state = self._calls.interrupt(
            self.id,
            reason=plain(reason),
            last_safe_point=plain(safe_point, longest=_LONGEST_SAFE_POINT),
            side_effects=happened,
            key=key,
        )
        self._is_ended = True

    def _complete_or_interrupt(self) -> None:
        try:
            self.complete(self.summary)
        except Fenced:
            raise
        except RemitError as error:
            self._interrupt_after(error)
            raise

    def _interrupt_after(self, error: BaseException) -> None:
        # What was taken from this process is not its to end.
        if self._is_ended or isinstance(self._heartbeats.stop, Fenced):
            return
        try:
            self.interrupt(f"The agent stopped at an exception. {told(error)}")
        except Conflict:
            return  # the platform has ended it before
        except RemitError as trouble:
            error.add_note(f"Remit could not be told that the run stopped: {trouble}")

    def _safe_point(self) -> str:
        done = self.effects.last_success()
        after = f"after {done.act}" if done else "before any effect"
        return self.safe_point or after


def question_of(
    action: str,
    parameters: Mapping[str, Any],
    reason: str,
    step: str | None,
    resource: tuple[str, str] | None,
) -> Json:
    """Return the members of a question that do not name its run."""
    question: Json = {
        "action": action,
        "parameters": dict(parameters),
        "reason": reason,
    }
    if step:
        question["step"] = step
    if resource:
        question["resource"] = {"type": resource[0], "id": resource[1]}
    return question
