"""What must be set before anything is served."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

_NEEDED = {
    "SECRET_KEY": "config.E001",
    "KEY_PEPPER": "config.E002",
    "FIELD_KEY": "config.E003",
    "BROKER_URL": "config.E004",
    "PERMIT_KEY": "config.E005",
}
_NO_DATABASE = "django.db.backends.dummy"


@register()
def nothing_needed_is_missing(**_: Any) -> list[CheckMessage]:
    """Refuse a process that has a database and lacks a secret or the broker."""
    default = settings.DATABASES.get("default", {})
    if default.get("ENGINE", _NO_DATABASE) == _NO_DATABASE:
        return []
    return [
        Error(f"{name} is not set.", hint=f"Set {name} or {name}_FILE.", id=identifier)
        for name, identifier in _NEEDED.items()
        if not _is_set(name)
    ]


@register(Tags.security, deploy=True)
def no_fault_is_invited(**_: Any) -> list[CheckMessage]:
    """Refuse, in production, the setting with which tests stop processes."""
    if not settings.FAULT_POINTS:
        return []
    told = "FAULT_POINTS is set: a file could stop any process of this installation."
    return [Error(told, hint="Unset FAULT_POINTS; it is for tests.", id="config.E100")]


@register(Tags.security)
def mails_are_not_shown_to_everybody(**_: Any) -> list[CheckMessage]:
    """Refuse the demo's mailbox where people come over the internet."""
    if not (settings.MAILBOX and settings.PUBLIC_URL.startswith("https://")):
        return []
    told = "MAILBOX is on: anybody could read every mail, and use its links."
    hint = "Unset MAILBOX (and DEBUG) and name a mail server in EMAIL_HOST."
    return [Error(told, hint=hint, id="config.E101")]


def _is_set(name: str) -> bool:
    try:
        return bool(getattr(settings, name))
    except ImproperlyConfigured:
        # Django refuses to hand out an empty SECRET_KEY.
        return False
