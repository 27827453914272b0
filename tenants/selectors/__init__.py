"""Reads: which clients a person works with, and who works at a client."""

from tenants.selectors.invitations import invitation_by_id, open_invitations
from tenants.selectors.moments import AskedMoment, ask_moment
from tenants.selectors.people import (
    group_by_id,
    groups_by_name,
    member_by_id,
    members,
    memberships_in,
)
from tenants.selectors.places import (
    Place,
    active_people,
    lead,
    member_or_none,
    membership_of,
    person,
    place_of,
    places_of,
    require_lead,
    require_role,
    require_signed_in,
)

__all__ = [
    "AskedMoment",
    "Place",
    "active_people",
    "ask_moment",
    "group_by_id",
    "groups_by_name",
    "invitation_by_id",
    "lead",
    "member_by_id",
    "member_or_none",
    "members",
    "membership_of",
    "memberships_in",
    "open_invitations",
    "person",
    "place_of",
    "places_of",
    "require_lead",
    "require_role",
    "require_signed_in",
]
