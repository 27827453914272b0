"""``manage.py create_governance_lead``: platform staff, who read across clients."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.errors import DomainError
from tenants.models import User
from tenants.services import create_governance_lead

_NEEDED = {"owner": "DATABASE_OWNER_URL", "default": "DATABASE_URL"}


class Command(BaseCommand):
    """Make a governance lead, as the database's owner: nobody else can."""

    help = (
        "Creates the account of a governance lead. Asks for a password on the "
        "terminal, or with --invite sends a mail in which the lead chooses one. "
        "Reads DATABASE_OWNER_URL and DATABASE_URL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--invite", action="store_true", help="send a mail to choose a password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it, then look whether the application sees it as it should be."""
        for alias, name in _NEEDED.items():
            if alias not in settings.DATABASES:
                raise CommandError(f"{name} is not set.")
        email, name = str(options["email"]), str(options["name"])
        password = None if options["invite"] else self._ask(email, name)
        try:
            made = create_governance_lead(email=email, name=name, password=password)
        except DomainError as error:
            raise CommandError(error.message) from error
        self._look(made)
        told = "a mail lets them choose a password" if options["invite"] else "ready"
        self.stdout.write(f"{made.name} is a governance lead: {told}.")

    def _ask(self, email: str, name: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask on: use --invite.")
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise CommandError("The two passwords are not the same.")
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _look(self, made: User) -> None:
        seen = User.objects.using("default").filter(id=made.id).first()
        if seen is None or not seen.is_staff:
            raise CommandError(
                "The account was made, but the application does not see it: do "
                "DATABASE_OWNER_URL and DATABASE_URL name the same database?"
            )
