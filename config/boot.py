"""What every serving process asks before it serves."""

from django.core.management import call_command


def refuse_unsafe_boot() -> None:
    """Run the system checks, the database's among them.

    Raises:
        SystemCheckError: for example, a database role that row security does
            not bind. The process must not start then.
    """
    call_command("check", databases=["default"])
