"""The app that puts the others together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Management commands of the whole, and the Celery app."""

    name = "config"
    verbose_name = "Remit"

    def ready(self) -> None:
        """Register the start-up check; let tasks be sent from any process."""
        from config import checks  # noqa: F401 - registers itself
        from config.celery import app

        app.set_current()
