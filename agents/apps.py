"""The app of agents."""

from django.apps import AppConfig


class AgentsConfig(AppConfig):
    """Who the agents are, who answers for them, what they can do."""

    name = "agents"
    verbose_name = "Agents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the API's description know agent keys, and follow who works where."""
        from agents.api import openapi  # noqa: F401 - registers itself
        from agents.services.timelines import settle_after
        from tenants.following import follow

        follow(settle_after)
