"""What follows when people, groups, owners or actions change, at the same instant."""

from governance.services.handovers import settle_handovers
from governance.services.settling import settle_client
from governance.services.tickets import hand_on_of
from tenants.following import Change


def look_again(change: Change) -> None:
    """Hand over what nobody answers for, and look whether all is still ready."""
    if change.left and change.person is not None:
        hand_on_of(change.person)
    settle_handovers()
    settle_client()
