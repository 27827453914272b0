"""Writes: when a client works, and which groups' time counts only then."""

from tenants.errors import Conflict, Invalid
from tenants.models import Client, Group, Membership
from tenants.recording import Happening, TenantEvent, record
from tenants.services.authority import require_admin
from tenants.working_hours import WorkingHours, read_hours, said_hours, written_hours


def set_working_hours(hours: WorkingHours, *, by: Membership) -> None:
    """Say when the client works; it counts for what is asked from now on.

    Raises:
        NotAllowed: the person is no admin.
        Invalid: nobody ever works, or there are too many holidays.
        Conflict: it is so already.
    """
    require_admin(by)
    if hours.fault:
        raise Invalid(hours.fault)
    client = Client.objects.get()
    if client.working_hours and read_hours(client.working_hours) == hours:
        raise Conflict("It is so already.")
    client.working_hours = written_hours(hours)
    client.save(update_fields=["working_hours"])
    record(
        Happening(
            event=TenantEvent.HOURS_SET,
            subject_type="client",
            subject_id=client.id,
            params={
                "hours": said_hours(hours),
                "holidays": _counted(len(hours.holidays)),
            },
        )
    )


def count_working_hours(group: Group, *, only: bool, by: Membership) -> None:
    """Have a group's time to answer count only in working hours, or around the clock.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is so already.
    """
    require_admin(by)
    locked = Group.objects.select_for_update().get(id=group.id)
    if locked.in_working_hours is only:
        raise Conflict("It is so already.")
    locked.in_working_hours = only
    locked.save(update_fields=["in_working_hours"])
    event = TenantEvent.GROUP_IN_HOURS if only else TenantEvent.GROUP_ANY_TIME
    record(
        Happening(
            event=event,
            subject_type="group",
            subject_id=group.id,
            params={"group": locked.name},
        )
    )


def _counted(holidays: int) -> str:
    if not holidays:
        return "no holidays"
    return "one holiday" if holidays == 1 else f"{holidays} holidays"
