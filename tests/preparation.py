"""What comes before the first test: the tables, and passwords that take no time."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections


def prepare() -> None:
    """Migrate the database as its owner."""
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    # Quick to compute, and as good as any for passwords that everybody knows.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
