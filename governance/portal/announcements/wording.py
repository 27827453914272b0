"""What the page of a connection's messages says in words."""

from django.contrib.humanize.templatetags.humanize import apnumber

from agents.models import Runner
from governance.models import Subscription


def told_sentence(runner: Runner, live: Subscription | None) -> str:
    """Say whether a system is told of anything over a connection."""
    if runner.retired_at is not None:
        return f"{runner.name} is retired, and told of nothing."
    if live is None:
        return f"{runner.name} is told of nothing."
    count = len(live.news)
    kinds = "one kind" if count == 1 else f"{apnumber(count)} kinds"
    return f"{runner.name} is told of {kinds} of events."
