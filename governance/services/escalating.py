"""Writes: who is told of what waits for a group, and when."""

from collections.abc import Iterable

from audit.events import Event
from audit.ledger import Target, record
from governance.escalation import Place, Step, fault_of, written_steps
from governance.models import Escalation
from governance.selectors.escalation import named_in, newest_escalation, said
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Group, Membership
from tenants.services.authority import require_admin


def write_escalation(
    group: Group, *, steps: Iterable[Step], seen: int, by: Membership
) -> Escalation:
    """Write who is told when of what a group is asked from now on, and return it.

    ``seen`` is the number of what it replaces; 0 where nothing was written.

    Raises:
        NotAllowed: the person is no admin.
        Invalid: the steps tell nobody in time, or name who could not be told.
        Conflict: it has been written anew meanwhile, or says nothing new.
    """
    require_admin(by)
    wanted = tuple(steps)
    fault = fault_of(wanted) or _unknown(wanted, group)
    if fault:
        raise Invalid(fault)
    newest = newest_escalation(group.id)
    number = newest.number if newest else 0
    if number != seen:
        told = "This has been written anew meanwhile: look at it, and write again."
        raise Conflict(told)
    if newest is not None and newest.read == wanted:
        raise Conflict("It is written so already.")
    made = Escalation(
        group=group,
        number=number + 1,
        steps=written_steps(wanted),
        written_by=by,
        written_at=database_now(),
    )
    made.save(force_insert=True)
    lines = [f"{line.when} {line.whom}" for line in said(wanted, group)]
    record(
        Event.ESCALATION_WRITTEN,
        target=Target("group", group.id),
        params={"group": group.name},
        private={"steps": "; ".join(lines)},
    )
    return made


def _unknown(steps: tuple[Step, ...], group: Group) -> str:
    people, groups = named_in(steps)
    working = {one.id for one in people.values() if one.is_active}
    others = groups.keys() - {group.id}
    for target in (one for step in steps for one in step.whom):
        if target.place is Place.PERSON and target.id not in working:
            return "Name people who work here."
        if target.place is Place.TEAM and target.id not in others:
            return "Name groups that there are, and others than this one."
    return ""
