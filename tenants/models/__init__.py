"""Clients, people, membership."""

from tenants.models.base import ClientManager, ClientOwned, to_client_owned
from tenants.models.clients import Client, Group, GroupMember, Membership, Role
from tenants.models.people import User

__all__ = [
    "Client",
    "ClientManager",
    "ClientOwned",
    "Group",
    "GroupMember",
    "Membership",
    "Role",
    "User",
    "to_client_owned",
]
