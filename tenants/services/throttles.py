"""How often somebody may try to sign in, or have a mail sent.

The generic cell rate algorithm, as for the agents' keys: one try each ``pace``, or
up to ``burst`` at once. Kept in the database, by a digest of who tries.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

_ADMIT = """
INSERT INTO tenants_allowance AS one (subject, full_at)
VALUES (%(subject)s, remit_now() + %(pace)s)
    ON CONFLICT (subject) DO UPDATE
   SET full_at = greatest(one.full_at, remit_now()) + %(pace)s
 WHERE one.full_at <= remit_now() + %(pace)s * (%(burst)s - 1)
RETURNING 1
"""
_FORGET = "DELETE FROM tenants_allowance WHERE full_at < remit_now()"


@dataclass(frozen=True, slots=True)
class Throttle:
    """How often one thing may be tried."""

    name: str
    pace: timedelta
    burst: int


# For one e-mail address from one network address, which locks nobody else out.
SIGN_IN = Throttle("sign-in", pace=timedelta(seconds=30), burst=20)
# For one network address, whatever the e-mail addresses.
SIGN_INS = Throttle("sign-ins", pace=timedelta(seconds=1), burst=300)
# For one person who signs: whoever found a browser open is not to guess.
SIGNING = Throttle("signing", pace=timedelta(seconds=30), burst=10)
# For one person who sets up or shows a second factor: a million codes are few.
CODE = Throttle("code", pace=timedelta(minutes=1), burst=5)
# For one e-mail address: nobody's mailbox is to be filled by somebody else.
RESET = Throttle("reset", pace=timedelta(minutes=20), burst=3)
RESETS = Throttle("resets", pace=timedelta(minutes=1), burst=30)


def admit(throttle: Throttle, *subject: str) -> bool:
    """Count one try of this subject and return whether it is still allowed."""
    told = "\0".join([throttle.name, *subject])
    digest = salted_hmac("tenants.throttle", told, algorithm="sha256")
    values: dict[str, Any] = {
        "subject": digest.hexdigest(),
        "pace": throttle.pace,
        "burst": throttle.burst,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, values)
        return cursor.fetchone() is not None


def forget_tries() -> None:
    """Forget those who have all of their tries again."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
