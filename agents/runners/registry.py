"""Which runner carries out which kind of action."""

from collections.abc import Callable

from agents.models import RunnerKind
from agents.runners.email import send_email
from agents.runners.lookup import look_up
from agents.runners.reports import Order, Report, Result
from agents.runners.webhook import ask_webhook, send_webhook

_CARRIERS: dict[RunnerKind, Callable[[Order], Report]] = {
    RunnerKind.WEBHOOK: send_webhook,
    RunnerKind.EMAIL: send_email,
    RunnerKind.LOOKUP: look_up,
}


def carry_out(kind: RunnerKind, order: Order) -> Report:
    """Carry an intended action out; return what was seen. May take a timeout long."""
    return _CARRIERS[kind](order)


def probe(kind: RunnerKind, order: Order) -> Report:
    """Ask the target, without any effect, whether an intended action happened."""
    if kind is RunnerKind.WEBHOOK:
        return ask_webhook(order)
    return Report(Result.UNKNOWN, "This runner's target cannot be asked.")
