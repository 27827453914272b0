"""``manage.py restore``: an empty database filled from an archive."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups import BackupError, restore
from config.bootstrap import BootstrapError, bootstrap
from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import private_folder
from config.supervisor.addresses import find_addresses
from config.supervisor.errors import CannotStartError
from config.supervisor.fleet import Fleet
from config.supervisor.plan import Plan, make_plan


class Command(BaseCommand):
    """Fill an empty database from an archive that ``backup`` wrote."""

    help = (
        "Makes the roles and the database as `bootstrap_database` does, from the same "
        "addresses, and fills it from FILE; without any, a private one in an empty "
        "REMIT_DATA. Then run `prepare`, or `up`, with the secrets of the installation "
        "that was backed up."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line on failure."""
        archive: Path = options["file"].resolve()
        plan = make_plan(
            source=settings.BASE_DIR,
            data=settings.REMIT_DATA,
            demo=False,
            invoices=None,
        )
        fleet = Fleet(say=self.stdout.write)
        try:
            _restore(plan, fleet, archive)
        except (
            BackupError,
            BootstrapError,
            CannotStartError,
            EmbeddedServerError,
            OSError,
        ) as error:
            raise CommandError(str(error)) from error
        finally:
            fleet.stop()
        self.stdout.write("Restored. Run manage.py prepare before anything is served.")


def _restore(plan: Plan, fleet: Fleet, archive: Path) -> None:
    private_folder(plan.data)
    private_folder(plan.logs)
    addresses = find_addresses(plan, fleet)
    if not addresses.admin:
        raise CommandError("DATABASE_ADMIN_URL is not set.")
    bootstrap(
        admin_url=addresses.admin,
        owner_url=addresses.owner,
        application_url=addresses.database,
        backup_url=addresses.backup,
    )
    # The superuser's own address names another database.
    database = urlsplit(addresses.database).path
    url = urlsplit(addresses.admin)._replace(path=database).geturl()
    restore(url=url, archive=archive)
