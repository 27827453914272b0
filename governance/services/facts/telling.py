"""What is said of facts in the ledger, always with the register as its target."""

from collections.abc import Mapping

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Register


def tell(
    event: Event,
    register: Register,
    *,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Record something that happened to a register or its records.

    A record's key may be about a person, and is told as a private value.
    """
    record(
        event,
        target=Target("register", register.id),
        params={"register": register.title, **(params or {})},
        private=private,
    )
