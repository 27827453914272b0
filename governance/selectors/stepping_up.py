"""Whether who approves something shows their second factor once more for it."""

from agents.models import Reversibility
from governance.models import Action
from tenants.models import Client


def steps_up(action: Action, *, client: Client) -> bool:
    """Return whether it takes one: it cannot be undone, and the client demands it."""
    irreversible = action.action_type.reversibility == Reversibility.IRREVERSIBLE
    return client.second_factor_required and irreversible
