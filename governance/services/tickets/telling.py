"""What the ledger is told of a ticket."""

from collections.abc import Mapping

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Ticket


def record_ticket(
    event: Event,
    ticket: Ticket,
    *,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record something about a ticket. What people wrote goes in as private."""
    record(
        event,
        target=Target("ticket", ticket.id),
        params={"ticket": str(ticket.number), **(params or {})},
        private=private,
        where=Circumstances(
            run=ticket.run_id,
            agent=ticket.agent_id,
            action=ticket.action_id,
        ),
    )
