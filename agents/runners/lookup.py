"""A runner without an effect: answers from the client's own records."""

from agents.runners.reports import Order, Report, Result


def look_up(order: Order) -> Report:
    """Report the records that the platform looked up for the action.

    Any record missing is a clean failure that names it.
    """
    missing = [name for name, record in order.facts.items() if record is None]
    if missing:
        return Report(Result.FAILED_CLEAN, f"No record of the {', '.join(missing)}.")
    return Report(
        Result.DONE,
        f"Found on record: {', '.join(order.facts)}.",
        evidence=dict(order.facts),
    )
