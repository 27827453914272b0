"""The calls of Remit's API for agents, version 1: one method, one call.

Whoever wants to be able to repeat a call after a crash gives its ``key``, made from
what the call is about; otherwise each call has a key of its own.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal

from remit_client.models import Action, Agent, Directive, Json, RunState, Started
from remit_client.transport import Answer, Call, Transport, new_key

SideEffects = Literal["none", "done", "unknown"]
OutcomeStatus = Literal["succeeded", "failed", "unknown"]
LONGEST_WAIT_SECONDS = 25.0


class Calls:
    """What an agent can say to Remit.

    Every method raises Problem, with what Remit has to say against it, or
    Unreachable.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def pause(self, seconds: float) -> None:
        """Do nothing for so long."""
        self._transport.pause(seconds)

    def agent(self) -> Agent:
        """Return who this agent is, who answers for it and what it may do."""
        return Agent.read(self._get("agent").body)

    def halt(self, reason: str, *, key: str | None = None) -> None:
        """Halt this agent: nothing of it passes the gate until a person lifts that."""
        self._post("agent/halt", {"reason": reason}, key)

    def open_run(
        self,
        workflow: str,
        *,
        subject: str = "",
        given: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> RunState:
        """Open a run; with the key of an earlier call, return that run as it is now."""
        body = {"workflow": workflow, "subject": subject, "input": dict(given or {})}
        answer = self._post("runs", body, key)
        run = RunState.read(answer.body)
        return self.run(run.id) if answer.replayed else run

    def open_runs(self) -> list[RunState]:
        """Return this agent's open runs, newest first: also one that was resumed."""
        return [RunState.read(one) for one in self._get("runs").body["runs"]]

    def run(self, run: str) -> RunState:
        """Return a run as it is now."""
        return RunState.read(self._get(f"runs/{run}").body)

    def heartbeat(
        self,
        run: str,
        *,
        fence: int,
        save_point: Json | None = None,
        timeout: float | None = None,
    ) -> Directive:
        """Say that a run is alive; the answer says whether to stop."""
        body: Json = {"fence": fence}
        if save_point is not None:
            body["save_point"] = save_point
        # No key: a repetition only extends the lease again.
        call = Call("POST", f"runs/{run}/heartbeat", body)
        return Directive.read(self._transport.send(call, timeout=timeout).body)

    def note(
        self,
        run: str,
        text: str,
        *,
        data: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> None:
        """Leave a note on a run: what was read, concluded, or decided not to do."""
        body = {"text": text, "data": dict(data or {})}
        self._post(f"runs/{run}/notes", body, key)

    def complete(self, run: str, *, summary: str, key: str | None = None) -> RunState:
        """End a run whose actions are all over."""
        body = {"summary": summary}
        return RunState.read(self._post(f"runs/{run}/complete", body, key).body)

    def interrupt(
        self,
        run: str,
        *,
        reason: str,
        last_safe_point: str,
        side_effects: SideEffects,
        key: str | None = None,
    ) -> RunState:
        """Stop a run midway: its owner gets a ticket."""
        body = {
            "reason": reason,
            "last_safe_point": last_safe_point,
            "side_effects": side_effects,
        }
        return RunState.read(self._post(f"runs/{run}/interrupt", body, key).body)

    def ask(self, question: Json, *, key: str | None = None) -> Action:
        """Ask for an action; with the key of an earlier call, return it as it is now.

        ``question`` has the members of POST /api/v1/actions.
        """
        answer = self._post("actions", question, key)
        action = Action.read(answer.body)
        return self.action(action.id) if answer.replayed else action

    def action(self, action: str) -> Action:
        """Return an action as it is now."""
        return Action.read(self._get(f"actions/{action}").body)

    def poll(self, action: str, *, seconds: float) -> tuple[Action, float]:
        """Return an action once it has changed, or after so many whole seconds.

        Beside it: for how long to pause before asking again, where Remit was too
        busy to wait.
        """
        wait = math.ceil(min(seconds, LONGEST_WAIT_SECONDS))
        answer = self._get(f"actions/{action}?wait={wait}", wait=wait)
        return Action.read(answer.body), answer.retry_after or 0.0

    def start(self, action: str, *, key: str | None = None) -> Started:
        """Ask the gate again, and for the permit to carry an action out."""
        return Started.read(self._post(f"actions/{action}/start", {}, key).body)

    def outcome(
        self,
        action: str,
        status: OutcomeStatus,
        *,
        summary: str,
        evidence: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Action:
        """Say what became of an action; ``failed``: it provably had no effect."""
        told = {"status": status, "summary": summary, "evidence": dict(evidence or {})}
        return Action.read(self._post(f"actions/{action}/outcome", told, key).body)

    def _get(self, path: str, *, wait: float = 0.0) -> Answer:
        return self._transport.send(Call("GET", path, wait=wait))

    def _post(self, path: str, body: Json, key: str | None) -> Answer:
        return self._transport.send(Call("POST", path, body, key or new_key()))
