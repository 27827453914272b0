"""Reads: who is told of what a group has to decide, and how its time to answer runs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from governance.engine.wording import listed
from governance.escalation import (
    USUAL,
    Place,
    PlannedStep,
    Step,
    Target,
    plan,
    read_plan,
)
from governance.models import Checkpoint, Escalation
from tenants.models import Client, Group, Membership
from tenants.working_hours import read_hours

Moments = Callable[[int], datetime]
CALLED = {
    Place.OWNER: "who answers for the agent",
    Place.DEPUTY: "their deputy",
    Place.ADMIN: "the admins",
}
_MOMENTS = {0: "At once:", 50: "After half of the time:"}


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words: "After half of the time:" and "Finance and Ada Rossi"."""

    when: str
    whom: str


def newest_escalation(group_id: UUID) -> Escalation | None:
    """Return what was last written about a group, if anything was. One query."""
    rows = Escalation.objects.filter(group_id=group_id).select_related(
        "written_by__user"
    )
    return rows.order_by("-number").first()


def steps_for(group_id: UUID) -> tuple[Step, ...]:
    """Return who is told when of what a group is asked now. One query."""
    found = newest_escalation(group_id)
    return found.read if found else USUAL


@dataclass(frozen=True, slots=True)
class Written:
    """What is written about a group, in words; ``written`` is None for the usual."""

    lines: list[Line]
    written: Escalation | None


def escalation_of(group: Group) -> Written:
    """Return who is told of what a group is asked now, in words. Three queries."""
    found = newest_escalation(group.id)
    return Written(said(found.read if found else USUAL, group), found)


def time_to_answer(group: Group, *, minutes: int, asked_at: datetime) -> Moments:
    """Return what gives the moment at which a share of the time, in percent, has gone.

    Where a group answers only in the client's working hours, only they count; who is
    told at once is told at once all the same.
    """
    span = timedelta(minutes=minutes)
    if not group.in_working_hours:
        return lambda share: asked_at + span * share / 100
    client = Client.objects.get()
    hours, zone = read_hours(client.working_hours), ZoneInfo(client.time_zone)

    def moment(share: int) -> datetime:
        if not share:
            return asked_at
        return hours.after(asked_at, span * share / 100, zone=zone)

    return moment


def plan_of(checkpoint: Checkpoint) -> tuple[PlannedStep, ...]:
    """Return who is told of a checkpoint when, as it was written when it was asked.

    What was asked before that was kept goes the usual way.
    """
    if checkpoint.escalation:
        return read_plan(checkpoint.escalation)
    asked_at, span = checkpoint.asked_at, checkpoint.deadline - checkpoint.asked_at
    return plan(USUAL, moment=lambda share: asked_at + span * share / 100)


def said(steps: Iterable[Step], group: Group) -> list[Line]:
    """Say steps in words. Two queries."""
    wanted = tuple(steps)
    people, groups = named_in(wanted)
    lines = []
    for step in wanted:
        usual = f"After {step.after} % of the time:"
        names = [_called(one, group, people, groups) for one in step.whom]
        whom = listed(names, joint="and")
        lines.append(Line(_MOMENTS.get(step.after, usual), whom))
    return lines


def _called(
    target: Target,
    group: Group,
    people: Mapping[UUID, Membership],
    groups: Mapping[UUID, Group],
) -> str:
    if target.place is Place.GROUP:
        return group.name
    if target.place in CALLED:
        return CALLED[target.place]
    # A person or group that was named stays: none is ever deleted.
    id_ = target.id or group.id
    if target.place is Place.TEAM:
        return groups[id_].name
    person = people[id_]
    gone = "" if person.is_active else " (suspended, so not told)"
    return f"{person.user.name}{gone}"


def named_in(
    steps: Iterable[Step],
) -> tuple[dict[UUID, Membership], dict[UUID, Group]]:
    """Return the people and groups that steps name, by their ids. Two queries."""
    targets = [one for step in steps for one in step.whom]
    people = Membership.objects.filter(id__in=_ids(targets, Place.PERSON))
    groups = Group.objects.filter(id__in=_ids(targets, Place.TEAM))
    return (
        {one.id: one for one in people.select_related("user")},
        {one.id: one for one in groups},
    )


def _ids(targets: Iterable[Target], place: Place) -> list[UUID]:
    return [one.id for one in targets if one.place is place and one.id is not None]
