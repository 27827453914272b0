"""The client's settings, its groups and its people, as a file has them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from governance.clientfile.comparing.people import POLICY
from governance.clientfile.plans import Change, Kind
from governance.engine.money import Money
from governance.selectors.attesting import alone_up_to
from governance.selectors.readiness import policy
from governance.services.boundaries import demand_second_publisher
from governance.services.lifting import demand_second_lifter
from governance.services.reviewing import settle_policy
from tenants.models import Client, Group, Membership, Role
from tenants.services import (
    change_client,
    change_role,
    create_group,
    demand_second_factor,
    invite,
    join_group,
    leave_group,
)


def load_client_settings(change: Change, by: Membership) -> None:
    """Change name, time zone, who publishes, and how people show who they are.

    Raises what the services raise.
    """
    item = change.item
    if "second_publisher" in change.parts:
        demand_second_publisher(demanded=item["second_publisher"], by=by)
        return
    if "second_factor_required" in change.parts:
        demand_second_factor(demanded=item["second_factor_required"], by=by)
        return
    if "second_lifter" in change.parts:
        demand_second_lifter(demanded=item["second_lifter"], by=by)
        return
    if change.parts & POLICY:
        _settle(item, by)
        return
    client = Client.objects.get()
    change_client(
        name=item.get("name", client.name),
        time_zone=item.get("time_zone", client.time_zone),
        by=by,
    )


def _settle(item: Mapping[str, Any], by: Membership) -> None:
    settled, alone = policy(), alone_up_to()
    if "attest_alone_up_to" in item:
        amount, currency = item["attest_alone_up_to"].split()
        alone = Money(Decimal(amount), currency)
    settle_policy(
        grace_days=item.get("review_grace_days", settled.grace_days),
        kept_days=item.get("trace_kept_days", settled.kept_days),
        drill_days=item.get("drill_every_days", settled.drill_days),
        attest_alone=alone,
        by=by,
    )


def load_group(change: Change) -> None:
    """Create a group; raises what the service raises."""
    create_group(name=change.item["name"])


def load_person(change: Change, by: Membership) -> None:
    """Invite somebody, or change role and groups; raises what the services raise."""
    item = change.item
    role = Role(item["role"])
    if change.kind is Kind.ADDED:
        invite(name=item["name"], email=item["email"], role=role, by=by)
        return
    member = member_with(item["email"])
    if "groups" in change.parts:
        _put_into_groups(member, set(item["groups"]))
    if "role" in change.parts:
        change_role(member, role=role, by=by)


def member_with(email: str) -> Membership:
    """Return who works here with this e-mail; the plan has made sure of it."""
    rows = Membership.objects.select_related("user")
    return rows.get(user__email__iexact=email)


def _put_into_groups(member: Membership, wanted: set[str]) -> None:
    there = {one.name: one for one in Group.objects.filter(members=member)}
    for name in sorted(wanted - there.keys()):
        join_group(membership=member, group=Group.objects.get(name=name))
    for name in sorted(there.keys() - wanted):
        leave_group(membership=member, group=there[name])
