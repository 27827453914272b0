"""``manage.py bootstrap_database``: make the roles and the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.bootstrap import BootstrapError, bootstrap
from config.env import env_secret


class Command(BaseCommand):
    """Make the roles and the database from one superuser's address."""

    help = (
        "Creates or sets right the database roles and the database. Reads "
        "DATABASE_ADMIN_URL (a superuser), DATABASE_OWNER_URL, DATABASE_URL and, if it "
        "is set, DATABASE_BACKUP_URL. May be run again."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line on failure."""
        names = ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_URL")
        addresses = [env_secret(name, minimum=1) for name in names]
        for name, address in zip(names, addresses, strict=True):
            if not address:
                raise CommandError(f"{name} is not set.")
        admin, owner, application = addresses
        try:
            bootstrap(
                admin_url=admin,
                owner_url=owner,
                application_url=application,
                backup_url=env_secret("DATABASE_BACKUP_URL", minimum=1),
            )
        except BootstrapError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The roles and the database are ready.")
