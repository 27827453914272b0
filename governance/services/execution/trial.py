"""Trying a connection out: a message that has no effect, and what came back."""

from agents.models import Runner, RunnerKind
from agents.runners import Seen, Trial, send_trial
from agents.selectors import egress_limits, runner_secrets
from audit.events import Event
from audit.ledger import Target, record
from tenants.errors import Conflict
from tenants.identifiers import uuid7

# Somebody looks at a page meanwhile.
_MOST_SECONDS = 5


def try_out(runner: Runner) -> Seen:
    """Send a test message over a webhook and return what came back.

    There is nothing to ask the gate about: it is no action of an agent, and its type
    is one that targets do nothing about.

    Raises:
        Conflict: this is no webhook, or it is retired.
    """
    if runner.kind != RunnerKind.WEBHOOK or runner.retired_at is not None:
        raise Conflict("Only a webhook in use can be tried out.")
    seen = send_trial(
        Trial(
            id=uuid7(),
            url=runner.url,
            secrets=runner_secrets(runner),
            limits=egress_limits(),
            timeout_seconds=min(runner.timeout_seconds, _MOST_SECONDS),
        )
    )
    record(
        Event.RUNNER_TRIED,
        target=Target("runner", runner.id),
        params={"runner": runner.name, "result": seen.summary},
    )
    return seen
