"""Clients, people, membership, and what people are told."""

from tenants.models.base import ClientManager, ClientOwned, to_client_owned
from tenants.models.clients import Client, Group, GroupMember, Membership, Role
from tenants.models.delegations import Delegation
from tenants.models.invitations import Invitation
from tenants.models.mail import Mail, MailKind
from tenants.models.people import User
from tenants.models.support import SupportAccess

__all__ = [
    "Client",
    "ClientManager",
    "ClientOwned",
    "Delegation",
    "Group",
    "GroupMember",
    "Invitation",
    "Mail",
    "MailKind",
    "Membership",
    "Role",
    "SupportAccess",
    "User",
    "to_client_owned",
]
