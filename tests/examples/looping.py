"""An agent whose loop can be looked at: it ends where it would rest."""

from pathlib import Path

import pytest

from examples.invoice_agent.agent import Agent
from examples.invoice_agent.clerk import PAY
from examples.invoice_agent.folder import Folder
from examples.invoice_agent.jobs import Memory
from examples.invoice_agent.runs import Runs
from tests.examples.fake_remit import FakeRemit, answer

STORY = {
    f"{PAY} BF-20917": [answer("running"), answer("unknown", "No answer came.")],
    f"{PAY} KD-0093": [answer("refused", "Over the ceiling.")],
    f"{PAY} ND-1047": [answer("waiting", "Finance must answer.")],
}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class StoppedError(Exception):
    """Ends the loop, as SIGTERM would."""


def agent_of(
    remit: FakeRemit,
    folder: Path,
    *,
    state: Path | None = None,
    clock: Clock | None = None,
    pauses: list[float] | None = None,
) -> Agent:
    """Return an agent whose rests are counted; without a list the first one ends it."""

    def pause(seconds: float) -> None:
        if pauses is None:
            raise StoppedError
        pauses.append(seconds)

    client = remit.client()
    return Agent(
        remit=client,
        runs=Runs(remit=client, workflow="payments", clock=clock or Clock()),
        memory=Memory(path=state),
        folder=Folder(path=folder),
        pause=pause,
    )


def once_around(agent: Agent) -> None:
    """Let the agent look at everything once."""
    with pytest.raises(StoppedError):
        agent.run(once=False)


def waiting_payment(remit: FakeRemit) -> str:
    """Return the payment that waits for a person."""
    for action, each in remit.actions.items():
        if each["action"] == PAY and each["script"][0]["status"] == "waiting":
            return action
    raise LookupError("no payment waits")
