"""What every serving process asks before it serves."""

import logging

from django.conf import settings
from django.core.management import call_command

logger = logging.getLogger(__name__)


def refuse_unsafe_boot() -> None:
    """Run the system checks, the database's among them.

    Raises:
        SystemCheckError: for example, a database role that row security does
            not bind. The process must not start then.
    """
    call_command("check", databases=["default"])
    if settings.FAULT_POINTS:
        logger.warning(
            "FAULT_POINTS is set: whoever can write to %s can stop this process",
            settings.FAULT_POINTS,
        )
