"""What the page of a connection's messages says in words."""

from agents.models import Runner
from governance.models import Subscription


def told_sentence(runner: Runner, live: Subscription | None) -> str:
    """Say whether a system is told of anything over a connection."""
    if runner.retired_at is not None:
        return f"{runner.name} is retired, and told of nothing."
    if live is None:
        return f"{runner.name} is told of nothing."
    count = len(live.news)
    return f"{runner.name} is told of {count} kind{'s' if count > 1 else ''} of events."
