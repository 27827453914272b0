"""Whether another person than who proposed a version has to publish it."""

from audit.events import Event
from audit.ledger import Target, record
from governance.models import BoundaryProposal
from governance.services.boundaries.turns import take_turn
from tenants.errors import Conflict, NotAllowed
from tenants.models import Client, Membership, Role
from tenants.selectors import require_role

_ONE, _TWO = "whoever proposes them", "another person than who proposed them"


def demand_second_publisher(*, demanded: bool, by: Membership) -> None:
    """Say whether boundaries are published by a second person from now on.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is so already, or there is no second admin who could publish.
    """
    require_role(by, {Role.ADMIN}, refusal="Only an admin can change who publishes.")
    client = take_turn()
    if client.second_publisher is demanded:
        raise Conflict("It is so already.")
    admins = Membership.objects.filter(is_active=True, role=Role.ADMIN)
    if demanded and admins.count() < 2:
        told = "There is no second admin, so nobody could publish any more."
        raise Conflict(told)
    client.second_publisher = demanded
    client.save(update_fields=["second_publisher"])
    record(
        Event.PUBLISHER_SET,
        target=Target("client", client.id),
        params={"publisher": _TWO if demanded else _ONE},
    )


def require_second(client: Client, proposal: BoundaryProposal, by: Membership) -> None:
    """Refuse who proposed to publish as well, where the client demands a second one.

    Raises:
        NotAllowed: it is the same person.
    """
    if client.second_publisher and proposal.proposed_by_id == by.id:
        told = "You proposed this: another admin has to publish it."
        raise NotAllowed(told)
