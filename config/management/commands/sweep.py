"""``manage.py sweep``: look for what is overdue, for as long as it runs."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import Error, connection

from config.management.repeating import RepeatingCommand
from governance.services.sweep import carry_out_due, sweep
from tenants.services.sending import send_due

# So few at a time that looking around is never far off.
_AT_A_TIME = 5

logger = logging.getLogger(__name__)


class Command(RepeatingCommand):
    """Sweep in a process of its own: needs the database and nothing else."""

    help = (
        "Looks every SWEEP_SECONDS for checkpoints, runs and actions that are overdue, "
        "and carries out or sends what no worker does, also while the broker is down."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep until asked to stop; what has begun is finished first."""
        if options["once"]:
            self.look()
        else:
            self.repeat(every_seconds=settings.SWEEP_SECONDS)

    def look(self) -> None:
        """Do what is due, as far as the database is there."""
        try:
            sweep()
            carry_out_due(most=_AT_A_TIME)
            send_due(most=_AT_A_TIME)
        except Error:
            # The database is away: it will be back, and everything is in it.
            logger.exception("sweeping has to wait for the database")
            connection.close()
