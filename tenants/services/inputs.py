"""What people type about people, checked the same way by every service."""

from datetime import datetime
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from tenants.errors import Invalid

_LONGEST_NAME = 120
_LONGEST_EMAIL = 254
_LONGEST_SLUG = 40
_LONGEST_REASON = 2000


def read_name(text: str, *, field: str, longest: int = _LONGEST_NAME) -> str:
    """Return a name without needless blanks.

    Raises:
        Invalid: it is empty, too long, or holds what no name holds.
    """
    name = " ".join(text.split())
    if not name:
        raise Invalid("Write a name.", field=field)
    if len(name) > longest:
        raise Invalid(f"A name has at most {longest} characters.", field=field)
    if not name.isprintable():
        raise Invalid("This holds a character that cannot be seen.", field=field)
    return name


def read_email(text: str, *, field: str) -> str:
    """Return an e-mail address, in small letters.

    Raises:
        Invalid: it is not one.
    """
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        told = "Write an e-mail address like nia@example.com."
        raise Invalid(told, field=field) from error
    if len(email) > _LONGEST_EMAIL:
        raise Invalid("This e-mail address is too long.", field=field)
    return email


def read_reason(text: str) -> str:
    """Return a reason for the ledger.

    Raises:
        Invalid: it is missing or too long.
    """
    reason = text.strip()
    if not reason:
        told = "Write the reason: it is kept in the ledger."
        raise Invalid(told, field="reason")
    if len(reason) > _LONGEST_REASON:
        told = f"A reason has at most {_LONGEST_REASON} characters."
        raise Invalid(told, field="reason")
    return reason


def read_slug(text: str) -> str:
    """Return a client's part of the address.

    Raises:
        Invalid: it is not one.
    """
    slug = text.strip().lower()
    try:
        validate_slug(slug)
    except ValidationError as error:
        told = "Write letters, digits and hyphens, like acme-logistics."
        raise Invalid(told, field="slug") from error
    if len(slug) > _LONGEST_SLUG:
        told = f"A short name has at most {_LONGEST_SLUG} characters."
        raise Invalid(told, field="slug")
    return slug


def read_time_zone(text: str) -> str:
    """Return the name of a time zone.

    Raises:
        Invalid: there is no such zone.
    """
    zone = text.strip()
    if zone not in available_timezones():
        told = "There is no such time zone: write one like Europe/Berlin."
        raise Invalid(told, field="time_zone")
    return zone


def check_spell(*, since: datetime, until: datetime, now: datetime) -> None:
    """Refuse a time that is over, or ends before it begins.

    Raises:
        Invalid: it does.
    """
    if until <= since:
        raise Invalid("It ends after it begins.", field="until")
    if until <= now:
        raise Invalid("That is over already.", field="until")
