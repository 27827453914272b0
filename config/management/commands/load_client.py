"""``manage.py load_client``: what a client's file would change, and changing it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.clientfile.file import ClientFile, read_client_file
from governance.clientfile.plans import Plan
from governance.clientfile.problems import UnreadableFileError
from governance.clientfile.yaml_reading import MOST_BYTES
from governance.services.as_code import load_client, plan_load
from tenants.errors import DomainError
from tenants.models import User
from tenants.scoping import client_scope
from tenants.selectors import membership_of, person, place_of
from tenants.selectors.invitations import account_with


class Command(BaseCommand):
    """Show the plan of a file and, if asked, do what it says."""

    help = (
        "Says what loading FILE would change at the client that it is about; with "
        "--apply all of it is done, or nothing. What people sign is left to them: "
        "owners accept, an admin publishes and clears."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="the admin who loads it"
        )
        parser.add_argument(
            "--client", metavar="SLUG", help="which client, where the file does not say"
        )
        parser.add_argument(
            "--apply", action="store_true", help="do what the plan says"
        )
        parser.add_argument(
            "--sign-as-demo",
            action="store_true",
            help="in a demo: sign what people sign, which the ledger says",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line for each thing that is wrong."""
        if options["sign_as_demo"] and not options["apply"]:
            raise CommandError("--sign-as-demo needs --apply.")
        try:
            file = read_client_file(_bytes(options["file"]))
            plan = _loaded(file, _user(options["by"]), options)
        except (UnreadableFileError, OSError) as error:
            raise CommandError(str(error)) from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write("\n".join(plan.lines()))
        if plan.problems:
            raise CommandError("Nothing has been loaded.")
        told = "Done." if options["apply"] else "Nothing has been done: use --apply."
        self.stdout.write(told)


def _loaded(file: ClientFile, user: User, options: dict[str, Any]) -> Plan:
    slug = options["client"] or file.slug
    if not slug:
        raise CommandError("The file is about no client: say which with --client SLUG.")
    place = place_of(user, slug=slug)
    with client_scope(place.client_id, actor=person(user), reason="Loading a file"):
        by = membership_of(user.pk)
        if not options["apply"]:
            return plan_load(file, by=by)
        return load_client(file, by=by, sign_as_demo=options["sign_as_demo"])


def _bytes(path: Path) -> bytes:
    # One more than it may have is enough to be refused.
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _user(email: str) -> User:
    user = account_with(email)
    if user is None:
        raise CommandError(f"There is no account with the e-mail {email}.")
    return user
