"""What governance leads read across clients. Importing it registers the pages."""

from tenants.admin import groups, people

__all__ = ["groups", "people"]
