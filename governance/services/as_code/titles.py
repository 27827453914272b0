"""Giving another title to what is known by its key."""

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Register, Workflow


def retitle(one: Register | Workflow, title: str, *, what: str) -> None:
    """Give a register or a workflow another title."""
    before, one.title = one.title, title
    one.save(update_fields=["title"])
    record(
        Event.TITLE_CHANGED,
        target=Target(what, one.id),
        params={"what": what, "before": before, "title": title},
    )
