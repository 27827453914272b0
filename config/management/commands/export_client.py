"""``manage.py export_client``: a whole client as one YAML file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.clientfile.yaml_reading import MOST_BYTES
from governance.selectors.as_code import client_by_slug, exported
from tenants.errors import NotFound
from tenants.scoping import PLATFORM, client_scope


class Command(BaseCommand):
    """Write a client down as it is, without anything secret."""

    help = (
        "Writes a whole client as YAML, to the terminal or to FILE: settings, people, "
        "agents, actions, workflows, facts, lists and rules as they are drafted. No "
        "secrets and no passwords are in it. `manage.py load_client` reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line on failure."""
        try:
            client_id = client_by_slug(options["slug"])
        except NotFound as error:
            raise CommandError(error.message) from error
        with client_scope(client_id, actor=PLATFORM, reason="Exporting"):
            text = exported()
        self._write(text, options["output"])
        size = len(text.encode())
        if size > MOST_BYTES:
            told = f"It has {size:,} bytes: a file of more than {MOST_BYTES:,} is too "
            self.stderr.write(f"{told}large to be loaded.")

    def _write(self, text: str, output: Path | None) -> None:
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {output}.")
