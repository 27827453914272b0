"""What governance leads read across clients. Importing it registers the pages."""

from governance.admin import agents, boundaries, incidents, work

__all__ = ["agents", "boundaries", "incidents", "work"]
