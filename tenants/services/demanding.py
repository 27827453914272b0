"""Whether a client demands a second factor of who may decide something there."""

from tenants.errors import Conflict
from tenants.models import Client, Membership
from tenants.recording import Happening, TenantEvent, record
from tenants.selectors.second_factors import has_second_factor
from tenants.services.authority import require_admin


def demand_second_factor(*, demanded: bool, by: Membership) -> None:
    """Demand it from the next page on, or stop demanding it.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is so already, or who demands it has none.
    """
    require_admin(by)
    client = Client.objects.get()
    if client.second_factor_required is demanded:
        raise Conflict("It is so already.")
    if demanded and not has_second_factor(by.user):
        told = "Set up your own second factor first, on your account's page."
        raise Conflict(told)
    client.second_factor_required = demanded
    client.save(update_fields=["second_factor_required"])
    event = TenantEvent.SECOND_FACTOR_DEMANDED
    record(
        Happening(
            event=event if demanded else TenantEvent.SECOND_FACTOR_WAIVED,
            subject_type="client",
            subject_id=client.id,
        )
    )
