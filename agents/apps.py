"""The app of agents."""

from django.apps import AppConfig


class AgentsConfig(AppConfig):
    """Who the agents are, who answers for them, what they can do."""

    name = "agents"
    default_auto_field = "django.db.models.BigAutoField"
