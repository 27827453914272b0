"""Writes: clients, the people who work there, their groups and accounts."""

from tenants.services.accounts import (
    ask_for_reset,
    create_governance_lead,
    create_user,
    rename_account,
    set_password,
)
from tenants.services.clients import (
    change_client,
    create_client,
    found_client,
)
from tenants.services.demanding import demand_second_factor
from tenants.services.groups import create_group, join_group, leave_group
from tenants.services.invitations import (
    invite,
    renew_invitation,
    withdraw_invitation,
)
from tenants.services.people import (
    add_person,
    change_role,
    restore_person,
    suspend_person,
)

__all__ = [
    "add_person",
    "ask_for_reset",
    "change_client",
    "change_role",
    "create_client",
    "create_governance_lead",
    "create_group",
    "create_user",
    "demand_second_factor",
    "enter_client",
    "found_client",
    "invite",
    "join_group",
    "leave_group",
    "rename_account",
    "renew_invitation",
    "restore_person",
    "set_password",
    "suspend_person",
    "withdraw_invitation",
]
