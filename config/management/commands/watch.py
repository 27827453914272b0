"""``manage.py watch``: tell a dead man's switch that the platform does its work."""

import logging
from typing import Any

import httpx2
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import Error, connection

from config.management.repeating import RepeatingCommand
from governance.selectors.neglected import complaints

_EVERY_SECONDS = 60
_PATIENCE_SECONDS = 10

logger = logging.getLogger(__name__)


class Command(RepeatingCommand):
    """Watch in a process of its own, independent of what it watches."""

    help = (
        "Looks every minute whether anything has been neglected, and calls DEADMAN_URL "
        "only while nothing has. A service that expects the call raises the alarm when "
        "it does not come: whatever the reason, also that this process is gone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        told = "look once, say what is wrong, and fail if anything is"
        parser.add_argument("--once", action="store_true", help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        """Watch until asked to stop."""
        if options["once"]:
            self._once()
        else:
            self.repeat(every_seconds=_EVERY_SECONDS)

    def _once(self) -> None:
        found = complaints()
        if found:
            raise CommandError("; ".join(found))
        _call()
        self.stdout.write("Nothing has been neglected.")

    def look(self) -> None:
        """Call the switch, unless something has been neglected."""
        try:
            found = complaints()
        except Error:
            logger.exception("the database does not answer, so nobody is called")
            connection.close()
            return
        if found:
            logger.error("neglected, so nobody is called: %s", "; ".join(found))
            return
        _call()


def _call() -> None:
    if not settings.DEADMAN_URL:
        return
    try:
        httpx2.get(settings.DEADMAN_URL, timeout=_PATIENCE_SECONDS).raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        # Its address may hold a secret, and so the error's words might.
        logger.warning(
            "the dead man's switch was not reached: %s", type(error).__name__
        )
