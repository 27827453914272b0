"""``manage.py up``: run all of Remit on this machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.bootstrap import BootstrapError
from config.embedded.errors import EmbeddedServerError
from config.supervisor.errors import CannotStartError
from config.supervisor.plan import make_plan
from config.supervisor.start import run


class Command(BaseCommand):
    """Run database, broker, web, worker and scheduler under one process."""

    help = (
        "Runs all of Remit on this machine until Ctrl-C. Starts a private database "
        "and broker unless DATABASE_URL and BROKER_URL are set. HOST, PORT and "
        "REMIT_DATA say where."
    )
    # It runs before there is a database to check; the children check it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--demo", action="store_true", help="with demo clients, bank and agent"
        )
        parser.add_argument(
            "--invoices",
            type=Path,
            metavar="DIR",
            help="folder of UBL invoices for the demo's agent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until asked to stop; one line when it cannot start."""
        invoices: Path | None = options["invoices"]
        if invoices is not None and not invoices.is_dir():
            raise CommandError(f"{invoices} is not a folder.")
        try:
            plan = make_plan(
                source=settings.BASE_DIR,
                data=settings.REMIT_DATA,
                demo=options["demo"],
                invoices=invoices.resolve() if invoices is not None else None,
            )
            run(plan, say=self._say)
        except (
            BootstrapError,
            CannotStartError,
            EmbeddedServerError,
            ImproperlyConfigured,
        ) as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
