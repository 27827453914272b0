"""``manage.py backup``: the whole database as one archive."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups import BackupError, back_up
from config.bootstrap import BACKUP
from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import socket_folder
from config.embedded.postgres import address
from config.env import env_secret, env_text
from config.supervisor.servers import DATABASE


class Command(BaseCommand):
    """Write the database to an archive while everything goes on."""

    help = (
        "Writes the whole database to FILE, for `manage.py restore`. Reads as the "
        "role of DATABASE_BACKUP_URL, or in the private database that `up` runs. Keep "
        "the secrets (SECRET_KEY, KEY_PEPPER, FIELD_KEY, PERMIT_KEY, or secrets.json "
        "of REMIT_DATA) elsewhere: without them the archive is of little use."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line on failure."""
        archive: Path = options["file"].resolve()
        try:
            back_up(url=_address(), archive=archive)
        except (BackupError, EmbeddedServerError, OSError) as error:
            raise CommandError(str(error)) from error
        size = archive.stat().st_size / 1024
        self.stdout.write(f"Backed up to {archive}: {size:,.0f} KiB.")


def _address() -> str:
    given = env_secret("DATABASE_BACKUP_URL", minimum=1)
    if given:
        return given
    if env_text("DATABASE_URL") or env_text("DATABASE_URL_FILE"):
        raise CommandError("DATABASE_BACKUP_URL is not set.")
    sockets = socket_folder(settings.REMIT_DATA)
    return address(sockets, role=BACKUP, database=DATABASE)
