"""``manage.py new_secrets``: what an installation of its own must keep to itself."""

from secrets import token_urlsafe
from typing import Any

from django.core.management.base import BaseCommand

from config.supervisor.secrets import make

_PASSWORDS = ("POSTGRES", "OWNER", "APP", "BACKUP")
_PASSWORD_BYTES = 24


class Command(BaseCommand):
    """Print new secrets as lines of an environment file."""

    help = (
        "Prints new secrets, to be kept in a file that only the installation reads: "
        "for compose.yaml, `> .env`. Stores nothing, and prints others each time."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        made = make()
        lines = {
            "SECRET_KEY": made.secret_key,
            "KEY_PEPPER": made.key_pepper,
            "FIELD_KEY": made.field_key,
            "PERMIT_KEY": made.permit_key,
            "METRICS_TOKEN": token_urlsafe(_PASSWORD_BYTES),
        }
        for name in _PASSWORDS:
            lines[f"{name}_PASSWORD"] = token_urlsafe(_PASSWORD_BYTES)
        for name, value in lines.items():
            self.stdout.write(f"{name}={value}")
