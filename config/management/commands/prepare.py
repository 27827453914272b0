"""``manage.py prepare``: everything between an empty database and serving."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

_NEEDED = {"owner": "DATABASE_OWNER_URL", "default": "DATABASE_URL"}


class Command(BaseCommand):
    """Migrate as the owner, then make sure that the application can be trusted."""

    help = (
        "Migrates as the owner (DATABASE_OWNER_URL), then runs the start-up checks as "
        "the application (DATABASE_URL). May be run again."
    )
    # The checks come after the migrations, and here they look at the database.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--demo", action="store_true", help="also load the demo clients"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line when the application must not start."""
        for alias, name in _NEEDED.items():
            if alias not in settings.DATABASES:
                raise CommandError(f"{name} is not set.")
        call_command("migrate", database="owner", interactive=False)
        faults = [
            str(message.msg)
            for message in checks.run_checks(databases=["default"])
            if message.is_serious() and not message.is_silenced()
        ]
        if faults:
            raise CommandError(" ".join(faults))
        if options["demo"]:
            call_command("load_demo")
