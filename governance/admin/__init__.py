"""What governance leads read across clients. Importing it registers the pages."""

from governance.admin import agents, boundaries, clients, incidents, keys, work

__all__ = ["agents", "boundaries", "clients", "incidents", "keys", "work"]
