"""What can go wrong between an agent and Remit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from remit_client.models import Action


class RemitError(Exception):
    """Anything that this package raises by itself."""


class Unreachable(RemitError):
    """No answer came within the time for it, however often it was tried.

    Whether the call was carried out is not known: the same call under the same key
    may be made again, and then finds out.
    """


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that Remit does not accept, by its path, and why."""

    field: str
    detail: str


class Problem(RemitError):
    """Remit answered with an error (problem+json, RFC 9457); trying again is no use.

    ``code`` is stable and for programs, ``detail`` is for people, ``errors`` name
    the fields to change.
    """

    def __init__(self, *, status: int, told: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(told.get("type") or "").rpartition(":")[2]
        self.title = str(told.get("title") or f"HTTP {status}")
        self.detail = str(told.get("detail") or "")
        self.errors = _field_errors(told.get("errors"))
        super().__init__(self._sentence())

    @property
    def field(self) -> str:
        """The first field to change; empty when it is not about a field."""
        return self.errors[0].field if self.errors else ""

    def _sentence(self) -> str:
        fields = "; ".join(f"{one.field}: {one.detail}" for one in self.errors)
        said = fields or self.detail
        return f"{self.title}: {said}" if said else self.title


class KeyRefused(Problem):
    """The key is not valid (401)."""


class NotAllowed(Problem):
    """The agent may not act at all (403): nobody answers for it, or it is halted."""


class NotFound(Problem):
    """There is no such thing of this agent's (404)."""


class Invalid(Problem):
    """What was sent is not acceptable (400, 413, 415, 422): see ``errors``."""


class Conflict(Problem):
    """The thing is not, or no longer, in the state that this needs (409)."""


class Fenced(Conflict):
    """The run was taken from this process, which had been silent for too long.

    Whatever it still wanted to do in the run is not its to do any more.
    """


class Stopped(RemitError):
    """A person or the platform has said that the run must not go on."""


class Refused(RemitError):
    """The gate, a person, or a person's silence said no; nothing was done."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(action.explanation or f"{action.action} is {action.status}.")


class Unanswered(RemitError):
    """Nobody has answered yet. The action goes on waiting for its person."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(f"{action.action} is still {action.status}.")


class AlreadyStarted(RemitError):
    """This key's action was started before, so the function is not run again."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(f"{action.action} was started before: it is {action.status}.")


class NotTheAgents(RemitError):
    """The platform carries this action out, so no function of the agent's may."""


class Unreported(RemitError):
    """The function has returned ``result``, but Remit could not be told.

    The effect has happened. Report it with ``outcome`` and do not repeat it.
    """

    def __init__(self, action: Action, result: Any) -> None:
        self.action = action
        self.result = result
        super().__init__(f"{action.action} is done, but Remit could not be told.")


class NoEffect(Exception):
    """Raise this, or a subclass, in a gated function that provably did nothing."""


def problem(status: int, told: Mapping[str, Any]) -> Problem:
    """Return the error for an answer."""
    made = Problem(status=status, told=told)
    if made.code == "fenced":
        return Fenced(status=status, told=told)
    return _KINDS.get(status, Problem)(status=status, told=told)


_KINDS: dict[int, type[Problem]] = {
    400: Invalid,
    401: KeyRefused,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
}


def _field_errors(told: Any) -> tuple[FieldError, ...]:
    named = told if isinstance(told, list) else []
    return tuple(
        FieldError(str(one.get("field") or ""), str(one.get("detail") or ""))
        for one in named
        if isinstance(one, dict)
    )
