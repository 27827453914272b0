"""What governance leads read across clients. Importing it registers the pages."""

from tenants.admin import groups, invitations, people

__all__ = ["groups", "invitations", "people"]
