"""What governance leads read across clients. Importing it registers the pages."""

from tenants.admin import clients, people

__all__ = ["clients", "people"]
