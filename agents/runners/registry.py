"""Which runner carries out which kind of action."""

from collections.abc import Callable

from agents.models import RunnerKind
from agents.runners.email import send_email
from agents.runners.lookup import look_up
from agents.runners.reports import Order, Report
from agents.runners.webhook import send_webhook

_CARRIERS: dict[RunnerKind, Callable[[Order], Report]] = {
    RunnerKind.WEBHOOK: send_webhook,
    RunnerKind.EMAIL: send_email,
    RunnerKind.LOOKUP: look_up,
}


def carry_out(kind: RunnerKind, order: Order) -> Report:
    """Carry an intended action out; return what was seen. May take a timeout long."""
    return _CARRIERS[kind](order)
