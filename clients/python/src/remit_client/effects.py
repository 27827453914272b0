"""What is known of a run's effects, from what this process has asked for in it."""

from remit_client.calls import Calls, SideEffects
from remit_client.errors import RemitError
from remit_client.models import Action

# Nothing has happened, and nothing will: what still waits is withdrawn with the run.
_NOTHING = frozenset({"refused", "waiting", "failed", "expired", "cancelled"})


class Effects:
    """The actions of one run by their id, each as it was last seen."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._seen: dict[str, Action] = {}
        self._is_lost = False

    def see(self, action: Action) -> None:
        """Take note of an action as it is now."""
        self._seen[action.id] = action

    def all(self) -> list[Action]:
        """Return the actions, in the order in which they were asked for."""
        return list(self._seen.values())

    def lose(self) -> None:
        """Take note that an action was asked for and nobody knows what became of it."""
        self._is_lost = True

    def last_success(self) -> Action | None:
        """Return the action that succeeded last, as far as this process has seen."""
        done = [one for one in self.all() if one.status == "succeeded"]
        return done[-1] if done else None

    def told(self) -> SideEffects:
        """Return whether anything has happened; any doubt is ``unknown``.

        What was not over yet is looked at once more.
        """
        found = {_effect_of(self._as_it_is(one)) for one in self.all()}
        if self._is_lost or "unknown" in found:
            return "unknown"
        return "done" if "done" in found else "none"

    def _as_it_is(self, action: Action) -> Action:
        if action.is_over:
            return action
        try:
            self.see(self._calls.action(action.id))
        except RemitError:
            return action
        return self._seen[action.id]


def _effect_of(action: Action) -> SideEffects:
    # What the agent itself has not started can never happen any more.
    if action.status in _NOTHING or action.is_mine:
        return "none"
    return "done" if action.status == "succeeded" else "unknown"
