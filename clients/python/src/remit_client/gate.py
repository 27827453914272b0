"""A function behind the gate: asked for, allowed, permitted, run once, reported."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from remit_client.calls import Calls, OutcomeStatus
from remit_client.errors import (
    AlreadyStarted,
    NoEffect,
    NotTheAgents,
    Refused,
    RemitError,
    Unanswered,
    Unreported,
)
from remit_client.models import Action, Json, Permit, Started
from remit_client.run import current_run, question_of
from remit_client.waiting import wait_for
from remit_client.wording import plain, told

P = ParamSpec("P")
R = TypeVar("R")
Resource = tuple[str, str]

_PERMIT: ContextVar[Permit | None] = ContextVar("remit_permit", default=None)
_NO = frozenset({"refused", "expired", "cancelled"})
_UNNAMED = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def current_permit() -> Permit | None:
    """Return the permit of the gated function that is running, to show to a target."""
    return _PERMIT.get()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How one function is asked for; texts may be made from the function's arguments.

    ``workflow`` is for calls outside of a run, ``wait`` for how many seconds a person
    may take (None: until the checkpoint's deadline), ``key`` makes the same call
    after a crash the same question.
    """

    calls: Calls
    action: str
    reason: str | Callable[..., str]
    workflow: str = ""
    step: str | None = None
    resource: Resource | Callable[..., Resource] | None = None
    wait: float | None = None
    key: Callable[..., str] | None = None

    def around(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function, behind the gate; it may be a coroutine function.

        Raises:
            TypeError: it takes arguments that have no name.
        """
        signature = inspect.signature(function)
        if any(one.kind in _UNNAMED for one in signature.parameters.values()):
            raise TypeError("a gated function names all its arguments: no *args")

        def arguments(*args: P.args, **kwargs: P.kwargs) -> Json:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return dict(bound.arguments)

        if inspect.iscoroutinefunction(function):
            return cast("Callable[P, R]", self._awaited(function, arguments))

        @wraps(function)
        def gated(*args: P.args, **kwargs: P.kwargs) -> R:
            started = self._enter(arguments(*args, **kwargs))
            with _shown(started.permit):
                try:
                    result = function(*args, **kwargs)
                except BaseException as error:
                    self._report_error(started.action, error)
                    raise
            self._report(started.action, function.__name__, result)
            return result

        return gated

    def _awaited(
        self, function: Callable[P, Any], arguments: Callable[P, Json]
    ) -> Callable[P, Any]:
        @wraps(function)
        async def gated(*args: P.args, **kwargs: P.kwargs) -> Any:
            asked = arguments(*args, **kwargs)
            started = await asyncio.to_thread(self._enter, asked)
            with _shown(started.permit):
                try:
                    result = await function(*args, **kwargs)
                except BaseException as error:
                    await asyncio.to_thread(self._report_error, started.action, error)
                    raise
            name = function.__name__
            await asyncio.to_thread(self._report, started.action, name, result)
            return result

        return gated

    def _enter(self, arguments: Json) -> Started:
        """Ask, wait for a person, and return the action with its permit."""
        self._require_the_agents()
        action = self._ask(arguments)
        if action.status in _NO:
            raise Refused(action)
        if action.status == "waiting":
            raise Unanswered(action)
        if not action.is_mine:
            raise AlreadyStarted(action)
        started = self.calls.start(action.id)
        if started.permit is None:
            raise Refused(started.action)
        return started

    def _require_the_agents(self) -> None:
        # Before asking: the platform would carry it out, and so would the function.
        for kind in self.calls.agent().actions:
            if kind.name == self.action and kind.performer != "agent":
                raise NotTheAgents(f"The platform carries {self.action} out: use act.")

    def _ask(self, arguments: Json) -> Action:
        run = current_run()
        key = self.key(**arguments) if self.key else None
        resource = self.resource
        question = question_of(
            self.action,
            arguments,
            self.reason(**arguments) if callable(self.reason) else self.reason,
            self.step,
            resource(**arguments) if callable(resource) else resource,
        )
        if run is not None:
            return run.ask(question, wait=self.wait, key=key)
        if not self.workflow:
            raise RemitError("Call it inside a run, or name the workflow of the gate.")
        asked = self.calls.ask(question | {"workflow": self.workflow}, key=key)
        return wait_for(self.calls, asked, seconds=self.wait)

    def _report(self, action: Action, name: str, result: Any) -> None:
        try:
            self.calls.outcome(action.id, "succeeded", summary=f"{name} has returned.")
        except RemitError as error:
            raise Unreported(action, result) from error

    def _report_error(self, action: Action, error: BaseException) -> None:
        clean = isinstance(error, NoEffect)
        status: OutcomeStatus = "failed" if clean else "unknown"
        summary = plain(str(error)) if clean else ""
        try:
            self.calls.outcome(action.id, status, summary=summary or told(error))
        except RemitError as trouble:
            error.add_note(f"Remit could not be told that this is {status}: {trouble}")


@contextmanager
def _shown(permit: Permit | None) -> Iterator[None]:
    token = _PERMIT.set(permit)
    try:
        yield
    finally:
        _PERMIT.reset(token)
