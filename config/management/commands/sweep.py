"""``manage.py sweep``: look for what is overdue, for as long as it runs."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection

from governance.services.sweep import carry_out_due, sweep
from tenants.services.sending import send_due

# So few at a time that looking around is never far off.
_AT_A_TIME = 5

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Sweep in a process of its own: needs the database and nothing else."""

    help = (
        "Looks every SWEEP_SECONDS for checkpoints, runs and actions that are overdue, "
        "and carries out or sends what no worker does, also while the broker is down."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Prepare to be stopped."""
        super().__init__(*args, **options)
        self._stopping = threading.Event()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep until asked to stop; what has begun is finished first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._look()
        while not options["once"] and not self._stopping.wait(settings.SWEEP_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            sweep()
            carry_out_due(most=_AT_A_TIME)
            send_due(most=_AT_A_TIME)
        except Error:
            # The database is away: it will be back, and everything is in it.
            logger.exception("sweeping has to wait for the database")
            connection.close()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()
