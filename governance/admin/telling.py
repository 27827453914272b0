"""How states look, and how the ledger's story of a row reads on its page."""

from typing import Any, Literal

from audit.selectors import Filters, story
from tenants.admin.columns import Column, as_list, as_words, column
from tenants.templatetags import times

# The shades of unfold's labels. The word itself is always there.
SHADES = {
    "active": "success",
    "allow": "success",
    "approved": "success",
    "authorized": "info",
    "checkpoint": "warning",
    "completed": "success",
    "deny": "danger",
    "draft": "info",
    "expired": "danger",
    "failed": "danger",
    "interrupted": "danger",
    "observe": "info",
    "open": "warning",
    "refused": "danger",
    "running": "info",
    "succeeded": "success",
    "unknown": "danger",
    "waiting": "warning",
}


def told(by: Literal["run_id", "target_id"]) -> Column:
    """Return a column of all that the ledger tells of a row, oldest first.

    ``by`` says in which place the entries name the row.
    """

    def show(row_id: Any) -> str:
        lines = story(Filters(**{by: str(row_id)}))
        told = [(times.full(line.at), as_words(line.sentence)) for line in lines]
        return as_list(told, layout="{}: {}")

    return column("id", show, title="what happened")
