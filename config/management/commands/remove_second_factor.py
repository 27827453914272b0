"""``manage.py remove_second_factor``: for who has lost it and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.errors import Conflict
from tenants.selectors.invitations import account_with
from tenants.services.second_factors import take_away


class Command(BaseCommand):
    """Let an account be without a second factor, and tell who has to know."""

    help = (
        "Removes the second factor of an account whose owner has lost it. They are "
        "told by mail, and every client where they work has it in its ledger. Make "
        "sure first that it is they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the e-mail of the account."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line when there is no such account, or nothing to remove."""
        user = account_with(options["email"])
        if user is None:
            raise CommandError("There is no account with this e-mail.")
        try:
            take_away(user)
        except Conflict as error:
            raise CommandError("This account has no second factor.") from error
        self.stdout.write(f"{user.email} signs in with the password alone.")
