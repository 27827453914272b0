"""Whether somebody may still decide about a client's people, under one lock."""

from tenants.errors import NotAllowed
from tenants.models import Client, Membership, Role, User
from tenants.selectors.places import require_lead, require_signed_in


def require_admin(by: Membership | User) -> None:
    """Let one admin of the client, or governance lead, at a time decide about people.

    Whoever waits here sees what the one before has decided, and may have lost the
    right to decide meanwhile. Rows that refer to the client do not wait.

    Raises:
        NotAllowed: this person is not an active admin, or not who is signed in.
    """
    if isinstance(by, User):
        require_lead(by)
        _wait_for_others()
        return
    require_signed_in(by)
    _wait_for_others()
    active = Membership.objects.filter(id=by.id, is_active=True, role=Role.ADMIN)
    if not active.exists():
        raise NotAllowed("Only an admin of this client can do this.")


def _wait_for_others() -> None:
    Client.objects.select_for_update(no_key=True).get()
