"""Who works at a client, in which groups, and what each answers for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from agents.models import Agent, OwnerRole, Ownership
from governance.models import BoundaryRule, RuleStatus
from governance.selectors.boundaries import current_boundary, current_guardrails
from tenants.clock import RemitNow, database_now
from tenants.errors import NotFound
from tenants.models import Group, Invitation, Membership
from tenants.selectors import groups_by_name, members, memberships_in, open_invitations


@dataclass(frozen=True, slots=True)
class Duty:
    """An agent that a person has accepted to answer for, suspended or not."""

    agent: Agent
    role: OwnerRole


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group, who is in it, and the titles of the published rules that ask it."""

    group: Group
    members: list[Membership]
    rules: list[str]

    @property
    def reachable(self) -> list[Membership]:
        """Return those who could answer."""
        return [one for one in self.members if one.is_active]

    @property
    def is_deserted(self) -> bool:
        """Whether rules ask it and nobody could answer."""
        return bool(self.rules) and not self.reachable

    def depends_on(self, membership: Membership) -> bool:
        """Return whether rules ask it and nobody but this person could answer."""
        return bool(self.rules) and [one.id for one in self.reachable] == [
            membership.id
        ]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, their groups, and what they answer for."""

    membership: Membership
    groups: list[GroupLine]
    duties: list[Duty]

    @property
    def owned(self) -> list[Agent]:
        """Return the agents that stop when this person leaves."""
        return [one.agent for one in self.duties if one.role == OwnerRole.OWNER]

    @property
    def needed_in(self) -> list[Group]:
        """Return the groups that rules ask and where only this person could answer."""
        return [one.group for one in self.groups if one.depends_on(self.membership)]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody at a client, and everybody who was asked to come."""

    people: list[PersonLine]
    groups: list[GroupLine]
    invitations: list[Invitation]
    now: datetime

    def person(self, membership_id: UUID) -> PersonLine:
        """Return one person.

        Raises:
            NotFound: there is none, or it is another client's.
        """
        for line in self.people:
            if line.membership.id == membership_id:
                return line
        raise NotFound("There is no such person.")

    def group(self, group_id: UUID) -> GroupLine:
        """Return one group.

        Raises:
            NotFound: there is none, or it is another client's.
        """
        for line in self.groups:
            if line.group.id == group_id:
                return line
        raise NotFound("There is no such group.")


def roster() -> Roster:
    """Return the people, groups and open invitations of the scope's client.

    Eight queries, however many there are.
    """
    groups, duties = _group_lines(), _duties()
    people = [
        PersonLine(
            membership=one,
            groups=[line for line in groups if one in line.members],
            duties=duties[one.id],
        )
        for one in members()
    ]
    return Roster(people, groups, open_invitations(), database_now())


def rules_naming(group: Group) -> list[str]:
    """Return the titles of the rules that ask a group by its name, drafts too."""
    published = _asked().get(group.name, [])
    drafts = BoundaryRule.objects.filter(obligation__group=group.name)
    drafts = drafts.exclude(status=RuleStatus.RETIRED)
    titles = [*published, *drafts.order_by("number").values_list("title", flat=True)]
    return list(dict.fromkeys(titles))


def _group_lines() -> list[GroupLine]:
    inside, asked = memberships_in(), _asked()
    return [
        GroupLine(group=one, members=inside[one.id], rules=asked[one.name])
        for one in groups_by_name()
    ]


def _asked() -> Mapping[str, list[str]]:
    """Return by name of a group the titles of the published rules that ask it.

    Those of the platform too, which ask a group of each client by its name.
    """
    found: dict[str, list[str]] = defaultdict(list)
    published = (current_boundary(), current_guardrails())
    documents = [one.document for one in published if one is not None]
    rules: list[dict[str, Any]] = [rule for one in documents for rule in one["rules"]]
    for rule in rules:
        group = (rule.get("obligation") or {}).get("group")
        if group:
            found[group].append(rule["title"])
    return found


def _duties() -> Mapping[UUID, list[Duty]]:
    rows = Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=RemitNow()), accepted_at__isnull=False
    )
    found: dict[UUID, list[Duty]] = defaultdict(list)
    # "owner" comes after "deputy": who answers in the first place is named first.
    for row in rows.select_related("agent").order_by("-role", "agent__name", "id"):
        found[row.membership_id].append(Duty(row.agent, OwnerRole(row.role)))
    return found
