"""``manage.py watch``: tell a dead man's switch that the platform does its work."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

import httpx2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection

from governance.selectors.neglected import complaints

_EVERY_SECONDS = 60
_PATIENCE_SECONDS = 10

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Watch in a process of its own, independent of what it watches."""

    help = (
        "Looks every minute whether anything has been neglected, and calls DEADMAN_URL "
        "only while nothing has. A service that expects the call raises the alarm when "
        "it does not come: whatever the reason, also that this process is gone."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Prepare to be stopped."""
        super().__init__(*args, **options)
        self._stopping = threading.Event()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        told = "look once, say what is wrong, and fail if anything is"
        parser.add_argument("--once", action="store_true", help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        """Watch until asked to stop."""
        if options["once"]:
            self._once()
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._look()
        while not self._stopping.wait(_EVERY_SECONDS):
            self._look()

    def _once(self) -> None:
        found = complaints()
        if found:
            raise CommandError("; ".join(found))
        _call()
        self.stdout.write("Nothing has been neglected.")

    def _look(self) -> None:
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

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()


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
