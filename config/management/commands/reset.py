"""``manage.py reset``: forget what ``up`` has made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded.errors import EmbeddedServerError
from config.supervisor.reset import reset


class Command(BaseCommand):
    """Remove the private servers' data, secrets and logs."""

    help = (
        "Removes what `up` made in REMIT_DATA: the private database with everything "
        "in it, the broker's messages, secrets and logs. Outside servers are left "
        "alone."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove it at once."""
        try:
            removed = reset(settings.REMIT_DATA)
        except EmbeddedServerError as error:
            raise CommandError(f"{error} Stop Remit first.") from error
        self.stdout.write(
            f"{settings.REMIT_DATA} is forgotten."
            if removed
            else f"There is nothing of Remit in {settings.REMIT_DATA}."
        )
