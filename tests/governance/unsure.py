"""A payment of which nobody knows whether it happened, and whose target answers."""

from uuid import UUID

from tests.cast import Cast
from tests.governance.losing import intended, lose


def lost_and_askable(cast: Cast, **changes: str) -> UUID:
    """Return a payment whose worker went silent after its intent."""
    action_id = UUID(cast.ask_payment(cast.open_run(), **changes)["id"])
    intended(cast, action_id)
    lose(cast, action_id)
    return action_id
